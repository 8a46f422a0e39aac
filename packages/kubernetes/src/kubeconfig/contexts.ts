import { RolloutError } from "@bellwether/core";
import type { ClusterEntry, ContextEntry, Kubeconfig, UserEntry } from "./kubeconfig.ts";

/** The context extension that names the group of contexts which belong together. */
export const groupExtension = "bellwether.dev/group";

export interface ContextSummary {
  readonly name: string;
  readonly isCurrent: boolean;
  readonly cluster: string;
  /** The address; undefined when the kubeconfig lacks the cluster. */
  readonly server: string | undefined;
  readonly namespace: string | undefined;
  readonly group: string | undefined;
}

/** Looks at the kubeconfig only: no cluster is asked and no sign-in plugin runs. */
export function listContexts(config: Kubeconfig): readonly ContextSummary[] {
  return [...config.contexts].map(([name, context]) => ({
    name,
    isCurrent: name === config.currentContext,
    cluster: context.cluster,
    server: config.clusters.get(context.cluster)?.server,
    namespace: context.namespace,
    group: groupOf(context),
  }));
}

export interface SelectedContext {
  readonly name: string;
  readonly cluster: ClusterEntry;
  readonly user: UserEntry;
}

/** The named context, or the current one. */
export function selectContext(config: Kubeconfig, name: string | undefined = config.currentContext): SelectedContext {
  const where = config.files.map((file) => `"${file}"`).join(", ");
  if (name === undefined)
    throw new RolloutError("CONTEXT_NOT_FOUND", `The kubeconfig ${where} has no current context; name one.`);
  const context = config.contexts.get(name);
  if (context === undefined) {
    const known = [...config.contexts.keys()].join(", ");
    throw new RolloutError(
      "CONTEXT_NOT_FOUND",
      `The kubeconfig ${where} has no context "${name}". It has: ${known || "none"}.`,
    );
  }
  const cluster = config.clusters.get(context.cluster);
  if (cluster === undefined) {
    throw new RolloutError(
      "FILE_UNREADABLE",
      `The context "${name}" of ${where} names the cluster "${context.cluster}", which is not there.`,
    );
  }
  const user = context.user === undefined || context.user === "" ? {} : config.users.get(context.user);
  if (user === undefined) {
    throw new RolloutError(
      "FILE_UNREADABLE",
      `The context "${name}" of ${where} names the user "${context.user}", who is not there.`,
    );
  }
  return { name, cluster, user };
}

function groupOf(context: ContextEntry): string | undefined {
  const extension = context.extensions?.find(({ name }) => name === groupExtension)?.extension;
  const group = typeof extension === "string" ? extension : (extension as { name?: unknown } | undefined)?.name;
  return typeof group === "string" ? group : undefined;
}
