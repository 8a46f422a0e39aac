import { existsSync } from "node:fs";
import { homedir } from "node:os";
import type { ClusterLink, Clock } from "@bellwether/core";
import {
  inClusterKubeconfig,
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
  const kubeconfig = await usedKubeconfig(options.kubeconfig, env);
  const contexts = selectContexts(listContexts(kubeconfig), {
    contexts: options.contexts,
    allContexts: options.allContexts,
    fromEnvironment: env["BELLWETHER_CONTEXTS"],
  });
  return { kubeconfig, contexts };
}

/** The file that is given, else those that kubectl would read, else the account of the pod that this runs in. */
async function usedKubeconfig(given: string | undefined, env: Environment): Promise<Kubeconfig> {
  if (given !== undefined) return loadKubeconfig([given]);
  const files = kubeconfigFiles(env["KUBECONFIG"], homedir());
  const { KUBERNETES_SERVICE_HOST: host, KUBERNETES_SERVICE_PORT: port } = env;
  if (host === undefined || port === undefined || files.some((file) => existsSync(file))) return loadKubeconfig(files);
  return inClusterKubeconfig(host, port);
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
