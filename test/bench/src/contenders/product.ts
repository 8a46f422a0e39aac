import {
  type ClusterLink,
  clusterSource,
  definePlugin,
  type KubeClient,
  type Logger,
  type RolloutPlugin,
} from "@bellwether/core";
import { type Host, startHost } from "@bellwether/host";
import { systemClock as clock } from "@bellwether/host/system-clock";
import { Leadership, officialPlugins } from "bellwether";
import { type Access, linkTo } from "../cluster/clusters.ts";

export interface ProductOptions {
  /** Sees every request that is sent and every event that arrives. */
  readonly wrap?: (client: KubeClient) => KubeClient;
}

/** The official host as the daemon composes it, with elections and fences, in this process. Disposal stops it. */
export async function startProduct(
  accesses: readonly Access[],
  { wrap }: ProductOptions = {},
): Promise<AsyncDisposable & { readonly host: Host }> {
  const lease = { namespace: "bellwether-system", name: "bellwether-0" };
  const leadership = new Leadership({ clock, lease, identity: `bench-${process.pid}`, leaseMs: 15_000 });
  const open = (access: Access): ClusterLink => leadership.fenced(linkTo(access, wrap));
  const plugins = [...officialPlugins(), fixedClusters(accesses, open)];
  const host = await startHost({ plugins, clock, log: warnings, electLeader: leadership.electLeader });
  const stop = new AbortController();
  const running = host.run(stop.signal);
  return {
    host,
    async [Symbol.asyncDispose]() {
      stop.abort(new Error("the benchmark is over"));
      await running;
      await host[Symbol.asyncDispose]();
    },
  };
}

const warnings: Logger = {
  debug: () => undefined,
  info: () => undefined,
  warn: (message) => console.error(message),
  error: (message) => console.error(message),
};

function fixedClusters(accesses: readonly Access[], open: (access: Access) => ClusterLink): RolloutPlugin {
  const entries = accesses.map((access) => ({
    name: access.name,
    origin: `bench/${access.name}`,
    open: async () => open(access),
  }));
  async function* observe(signal: AbortSignal): AsyncGenerator<typeof entries> {
    yield entries;
    await new Promise((resolve) => signal.addEventListener("abort", resolve, { once: true }));
  }
  return definePlugin({
    name: "@bellwether/bench-clusters",
    version: "0.0.0",
    contributions: [clusterSource.implement("bench", { scope: "host", create: () => ({ observe }) })],
  });
}
