import { homedir } from "node:os";
import type { ClusterLink, Clock } from "@bellwether/core";
import {
  kubeconfigFiles,
  linkContext,
  listContexts,
  loadKubeconfig,
  type ContextSummary,
  type Kubeconfig,
} from "@bellwether/kubernetes";
import type { ClusterOptions } from "../options/cluster-options.ts";
import { selectContexts } from "./select-contexts.ts";

type Environment = Readonly<Record<string, string | undefined>>;

export interface ChosenContexts {
  readonly kubeconfig: Kubeconfig;
  readonly contexts: readonly ContextSummary[];
}

export async function chooseContexts(options: ClusterOptions, env: Environment): Promise<ChosenContexts> {
  const files = options.kubeconfig === undefined ? kubeconfigFiles(env["KUBECONFIG"], homedir()) : [options.kubeconfig];
  const kubeconfig = await loadKubeconfig(files);
  const contexts = selectContexts(listContexts(kubeconfig), {
    contexts: options.contexts,
    allContexts: options.allContexts,
    fromEnvironment: env["BELLWETHER_CONTEXTS"],
  });
  return { kubeconfig, contexts };
}

/** A cluster that a command asks, and the namespace that its context means. */
export interface OpenCluster {
  readonly link: ClusterLink;
  readonly namespace: string;
}

export async function openClusters(
  { kubeconfig, contexts }: ChosenContexts,
  options: ClusterOptions,
  clock: Clock,
): Promise<readonly OpenCluster[]> {
  return Promise.all(
    contexts.map(async ({ name, namespace }) => ({
      link: await linkContext({ kubeconfig, context: name, clock, requestMs: options.requestTimeoutMs }),
      namespace: options.namespace ?? namespace ?? "default",
    })),
  );
}
