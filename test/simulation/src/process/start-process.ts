import { type ClusterEntry, clusterSource, definePlugin, type Logger, type RolloutPlugin } from "@bellwether/core";
import { startHost } from "@bellwether/host";
import { linkCluster, type ReflectorTiming } from "@bellwether/kubernetes";
import { Leadership, officialPlugins } from "bellwether";
import type { SimulatedCluster } from "../cluster/simulated-cluster.ts";
import type { FaultInjector } from "../faults/fault-injector.ts";
import type { Crash } from "../faults/fault-plan.ts";
import type { Chance } from "../time/chance.ts";
import type { Timeline } from "../time/timeline.ts";
import { hostClient } from "./host-client.ts";
import { Observation } from "./observation.ts";
import { Process } from "./process.ts";
import type { RenderedComponents } from "./rendered-components.ts";

export interface ProcessOptions {
  readonly name: string;
  readonly timeline: Timeline;
  readonly chance: Chance;
  readonly clusters: readonly SimulatedCluster[];
  readonly faults: FaultInjector;
  readonly renderer: RenderedComponents;
  readonly log: (actor: string, text: string) => void;
  readonly onCrash: (process: Process, crash: Crash) => void;
}

/** Of hosts that have a rival. One that is alone renews its lease less often, which costs a schedule less. */
export const rivalLeaseMs = 15_000;
const aloneLeaseMs = 60_000;

/** Lost events are found by a new list, and a schedule is not to wait an hour for it. */
const timing: Partial<ReflectorTiming> = { silenceMs: 70_000, watchMs: 90_000, relistMs: 100_000 };

/** Starts the host as the daemon composes it, in a process that can be suspended and killed. It knows the clusters only. */
export function startProcess(options: ProcessOptions): Process {
  const { name, timeline, chance, faults } = options;
  const process = new Process(name, timeline);
  const jitter = chance.stream(name);
  const random = (): number => jitter.next();
  const leadership = new Leadership({
    clock: process,
    identity: name,
    lease: { namespace: "kube-system", name: "bellwether" },
    leaseMs: faults.plan.hosts > 1 ? rivalLeaseMs : aloneLeaseMs,
    random,
  });
  const entries = options.clusters.map((cluster) => clusterEntry(options, cluster, process, leadership, random));
  const log = logger((text) => options.log(name, text));
  const plugins = [...pluginsWithout("@bellwether/render-cue"), options.renderer.plugin, fixedClusters(entries)];
  void startHost({ plugins, log, clock: process, electLeader: leadership.electLeader, random }).then((host) =>
    host.run(new AbortController().signal),
  );
  return process;
}

function pluginsWithout(name: string): readonly RolloutPlugin[] {
  return officialPlugins().filter((plugin) => plugin.name !== name);
}

function clusterEntry(
  { faults, timeline, onCrash }: ProcessOptions,
  cluster: SimulatedCluster,
  process: Process,
  leadership: Leadership,
  random: () => number,
): ClusterEntry {
  const { name } = cluster;
  const server = `memory://${name}`;
  const observation = new Observation(
    process.name,
    () => timeline.now(),
    (shown) => {
      cluster.takeWrites();
      cluster.add(shown);
    },
  );
  const client = hostClient({
    client: cluster.client,
    process,
    observation,
    faults,
    commit: (origin, run) => cluster.commit(origin, run),
    onCrash: (crash) => onCrash(process, crash),
  });
  return {
    name,
    origin: "simulation",
    open: async () => {
      const link = linkCluster({ name, server, client, clock: process, timing, random });
      return leadership.fenced({ ...link, views: observation.watching(link.views) });
    },
  };
}

function fixedClusters(entries: readonly ClusterEntry[]): RolloutPlugin {
  return definePlugin({
    name: "@bellwether/simulation-clusters",
    version: "0.0.0",
    contributions: [
      clusterSource.implement("simulation", {
        scope: "host",
        create: () => ({
          async *observe() {
            yield entries;
          },
        }),
      }),
    ],
  });
}

function logger(write: (text: string) => void): Logger {
  return { debug: () => {}, info: () => {}, warn: (text) => write(text), error: (text) => write(text) };
}
