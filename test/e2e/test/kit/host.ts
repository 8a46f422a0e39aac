import {
  type ClusterEntry,
  clusterSource,
  componentRenderer,
  definePlugin,
  type RolloutPlugin,
} from "@bellwether/core";
import { type Host, startHost } from "@bellwether/host";
import type { ReflectorTiming } from "@bellwether/kubernetes";
import { oam } from "@bellwether/oam";
import { CueRenderer } from "@bellwether/render-cue";
import { batchStrategies } from "@bellwether/strategy-batch";
import { LogLines } from "@bellwether/testing";
import { deployments } from "@bellwether/workload-deployment";
import { openkruise } from "@bellwether/workload-openkruise";
import { realClock } from "./real-clock.ts";
import type { TestCluster } from "./test-cluster.ts";

let renderer: CueRenderer | undefined;

/** CUE for all hosts of a test file: one sandbox, started once. */
export function sharedCue(): RolloutPlugin {
  const create = (): { render: CueRenderer["render"] } => {
    const shared = (renderer ??= new CueRenderer());
    return { render: (request, signal) => shared.render(request, signal) };
  };
  return definePlugin({
    name: "@bellwether/render-cue",
    version: "0.1.0",
    contributions: [componentRenderer.implement("cue", { scope: "host", create })],
  });
}

export interface HostOptions {
  /** Besides the official ones. */
  readonly plugins?: readonly RolloutPlugin[];
  readonly callDeadlineMs?: number;
  /** Of its watches. */
  readonly timing?: Partial<ReflectorTiming>;
}

export interface RunningHost extends AsyncDisposable {
  readonly host: Host;
  readonly log: LogLines;
}

/** The official plugins in a host of this process, on clusters that it reaches over HTTP. */
export async function startTestHost(
  clusters: readonly TestCluster[],
  { plugins = [], timing = {}, ...options }: HostOptions = {},
): Promise<RunningHost> {
  const log = new LogLines();
  const host = await startHost({
    plugins: [
      oam(),
      sharedCue(),
      openkruise(),
      deployments(),
      batchStrategies(),
      ...plugins,
      fixedClusters(clusters, timing),
    ],
    clock: realClock,
    log,
    ...options,
  });
  const stop = new AbortController();
  const running = host.run(stop.signal);
  return {
    host,
    log,
    async [Symbol.asyncDispose]() {
      stop.abort(new Error("the test is over"));
      await running;
      await host[Symbol.asyncDispose]();
    },
  };
}

function fixedClusters(clusters: readonly TestCluster[], timing: Partial<ReflectorTiming>): RolloutPlugin {
  const entries: readonly ClusterEntry[] = clusters.map((cluster) => ({
    name: cluster.name,
    origin: `test/${cluster.name}`,
    open: async () => cluster.link(timing),
  }));
  async function* observe(signal: AbortSignal): AsyncGenerator<readonly ClusterEntry[]> {
    yield entries;
    if (!signal.aborted) await new Promise((resolve) => signal.addEventListener("abort", resolve, { once: true }));
  }
  return definePlugin({
    name: "@bellwether/test-clusters",
    version: "0.0.0",
    contributions: [clusterSource.implement("test", { scope: "host", create: () => ({ observe }) })],
  });
}
