import { type ClusterEntry, clusterSource, definePlugin, type RolloutPlugin } from "@bellwether/core";
import { linkCluster } from "@bellwether/kubernetes";
import type { VirtualCluster } from "../cluster/virtual-cluster.ts";

/** A cluster source that names clusters in memory, each reached through a link as any other cluster is. */
export function virtualClusters(clusters: ReadonlyMap<string, VirtualCluster>): RolloutPlugin {
  const entries = [...clusters].map(([name, cluster]) => entryOf(name, cluster));
  async function* observe(signal: AbortSignal): AsyncGenerator<readonly ClusterEntry[]> {
    yield entries;
    if (!signal.aborted) await new Promise((resolve) => signal.addEventListener("abort", resolve, { once: true }));
  }
  return definePlugin({
    name: "@bellwether/testing",
    version: "0.1.0",
    contributions: [clusterSource.implement("virtual", { scope: "host", create: () => ({ observe }) })],
  });
}

function entryOf(name: string, { client, clock }: VirtualCluster): ClusterEntry {
  const server = `memory://${name}`;
  return { name, origin: `virtual/${name}`, open: async () => linkCluster({ name, server, client, clock }) };
}
