import { type Host, type HostOptions, startHost } from "@bellwether/host";
import { VirtualCluster, type VirtualClusterOptions } from "../cluster/virtual-cluster.ts";
import { VirtualClock } from "../virtual-clock.ts";
import { LogLines } from "./log-lines.ts";
import { virtualClusters } from "./virtual-clusters.ts";

export interface TestHostOptions extends Omit<HostOptions, "clock" | "log"> {
  /** Names of the clusters; default one, `east`. */
  readonly clusters?: readonly string[];
  /** How each cluster is. */
  readonly cluster?: Omit<VirtualClusterOptions, "clock">;
}

/** A host at work on clusters in memory; time passes when the test moves the clock. Disposal stops everything. */
export interface TestHost extends AsyncDisposable {
  readonly host: Host;
  readonly clock: VirtualClock;
  readonly log: LogLines;
  /** The first one when no name is given. */
  cluster(name?: string): VirtualCluster;
  /** Stops the host as a signal to its process would; the clusters go on. */
  stop(): Promise<void>;
}

/** Starts a host with these plugins on fresh clusters and one virtual clock, and lets it engage them. */
export async function startTestHost(options: TestHostOptions): Promise<TestHost> {
  const { clusters: names = ["east"], cluster: clusterOptions = {}, ...hostOptions } = options;
  const clock = new VirtualClock();
  const log = new LogLines();
  const clusters = new Map(
    names.map((name, index) => [name, new VirtualCluster({ seed: index + 1, ...clusterOptions, clock })] as const),
  );
  const plugins = [...options.plugins, virtualClusters(clusters)];
  const host = await startHost({ random: () => 0.5, ...hostOptions, plugins, clock, log });
  const stopping = new AbortController();
  const running = host.run(stopping.signal);
  await clock.advance(0);

  const stop = async (): Promise<void> => {
    stopping.abort(new Error("the test stops the host"));
    await running;
    await host[Symbol.asyncDispose]();
  };
  return {
    host,
    clock,
    log,
    cluster(name = names[0] ?? "") {
      const cluster = clusters.get(name);
      if (cluster === undefined) throw new RangeError(`there is no cluster ${name}, only ${names.join(", ")}`);
      return cluster;
    },
    stop,
    async [Symbol.asyncDispose]() {
      await stop();
      for (const cluster of clusters.values()) await cluster[Symbol.asyncDispose]();
    },
  };
}
