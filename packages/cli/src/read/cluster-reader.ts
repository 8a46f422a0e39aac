import {
  clock as clockToken,
  componentRenderers,
  kubeClient,
  kubeViews,
  logger as loggerToken,
  rolloutSource,
  strategy,
  workloadAdapter,
  type Clock,
  type ClusterLink,
  type RolloutPlugin,
  type RolloutSource,
  type Strategy,
  type WorkloadAdapter,
} from "@bellwether/core";
import { instancesOf, service } from "../compose/contributions.ts";
import { silentLogger } from "../compose/silent-logger.ts";

/** What it takes to read the rollouts of one cluster: no host, no write. */
export interface ClusterReader {
  readonly link: ClusterLink;
  readonly sources: ReadonlyMap<string, RolloutSource>;
  readonly adapters: ReadonlyMap<string, WorkloadAdapter>;
  readonly strategies: ReadonlyMap<string, Strategy>;
}

export async function openReader(
  link: ClusterLink,
  plugins: readonly RolloutPlugin[],
  clock: Clock,
): Promise<ClusterReader> {
  const services = new Map<string, unknown>([
    service(clockToken, clock),
    service(loggerToken, silentLogger),
    service(kubeClient, link.client),
    service(kubeViews, link.views),
    service(componentRenderers, new Map()),
  ]);
  return {
    link,
    sources: await instancesOf(plugins, rolloutSource, services),
    adapters: await instancesOf(plugins, workloadAdapter, services),
    strategies: await instancesOf(plugins, strategy, services),
  };
}
