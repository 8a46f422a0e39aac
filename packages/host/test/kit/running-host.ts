import type { RolloutPlugin } from "@bellwether/core";
import { type Host, type HostOptions, startHost } from "../../src/index.ts";
import { fakeCluster } from "./fake-cluster.ts";
import { type FakeClusters, fakeClusters, fakeRollouts } from "./fake-plugins.ts";
import { FakeWorld } from "./fake-world.ts";
import { Logs } from "./logs.ts";
import { VirtualClock } from "./virtual-clock.ts";

export interface RunningHost extends AsyncDisposable {
  readonly host: Host;
  readonly logs: Logs;
  /** Stops it, as a signal to the process would. */
  stop(): Promise<void>;
}

/** A host at work on these clusters, on the test's clock. */
export async function runHost(
  clock: VirtualClock,
  clusters: FakeClusters,
  options: Partial<HostOptions> = {},
): Promise<RunningHost> {
  const logs = new Logs();
  const plugins = [fakeRollouts(), clusters.plugin(), ...(options.plugins ?? [])];
  const host = await startHost({ log: logs, clock, random: () => 0.5, ...options, plugins });
  const stopping = new AbortController();
  const running = host.run(stopping.signal);
  const stop = async (): Promise<void> => {
    stopping.abort(new Error("the test ends"));
    await running;
    await host[Symbol.asyncDispose]();
  };
  return { host, logs, stop, [Symbol.asyncDispose]: stop };
}

/** One world on one cluster, `east`, and a host at work on it. */
export async function runOnOneCluster(
  options: { readonly plugins?: readonly RolloutPlugin[] } & Partial<HostOptions> = {},
): Promise<RunningHost & { readonly clock: VirtualClock; readonly world: FakeWorld }> {
  const clock = new VirtualClock();
  const world = new FakeWorld(clock);
  const running = await runHost(clock, fakeClusters(fakeCluster("east", world)), options);
  await clock.advance(0);
  return { ...running, clock, world };
}
