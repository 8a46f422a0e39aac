import {
  type Clock,
  clock as clockToken,
  type Logger,
  logger as loggerToken,
  type RolloutPlugin,
} from "@bellwether/core";
import { type ElectLeader, leadAlways } from "./clusters/election.ts";
import { ClusterSet } from "./clusters/follow-clusters.ts";
import type { HostContext } from "./clusters/host-context.ts";
import type { ClusterState } from "./clusters/run-cluster.ts";
import { startHostWide } from "./clusters/start-host-wide.ts";
import { CompositionError } from "./compose/composition-error.ts";
import { describeOffers, type PluginDescription } from "./compose/describe.ts";
import { offersOf } from "./compose/offers.ts";
import { hostTokens, type ProvidedService } from "./compose/provided-service.ts";
import { faultsOf } from "./compose/validate-plugins.ts";
import { createCallDesk } from "./plugins/call-desk.ts";
import { Instances } from "./plugins/instances.ts";
import { FairQueue } from "./reconcile/fair-queue.ts";
import { HostMetrics } from "./report/host-metrics.ts";
import { logEvents } from "./report/log-events.ts";
import type { MetricFamily } from "./report/metric-registry.ts";
import { notifyObservers } from "./report/notify-observers.ts";
import { createEventBus, type EventBus } from "./scope/event-bus.ts";
import { createRootScope } from "./scope/service-scope.ts";

export interface HostOptions {
  readonly plugins: readonly RolloutPlugin[];
  readonly log: Logger;
  readonly clock: Clock;
  /** Host-wide services for plugins, besides the host's own. */
  readonly services?: readonly ProvidedService[];
  /** Default: this host is the only one. */
  readonly electLeader?: ElectLeader;
  /** Rollouts of one cluster that are looked at at once; default 8. */
  readonly concurrency?: number;
  /** In [0, 1), for jitter. */
  readonly random?: () => number;
  /** How long a call into a plugin may take, in milliseconds; default 10,000. */
  readonly callDeadlineMs?: number;
}

export interface Host extends AsyncDisposable {
  /** Rolls out on every cluster that the cluster sources name, until the signal aborts and everything in hand has ended. */
  run(signal: AbortSignal): Promise<void>;
  readonly events: EventBus;
  clusters(): readonly ClusterState[];
  describe(): readonly PluginDescription[];
  /** Names without the prefix `bellwether_`; durations in seconds. */
  metrics(): readonly MetricFamily[];
}

/** Throws `CompositionError` when the plugins do not fit together; nothing was started then. */
export async function startHost(options: HostOptions): Promise<Host> {
  const {
    plugins,
    log,
    clock,
    services = [],
    electLeader = leadAlways,
    concurrency = 8,
    random = Math.random,
  } = options;
  const faults = faultsOf(plugins, [...hostTokens, ...services.map(({ token }) => token)]);
  if (faults.length > 0) throw new CompositionError(faults);

  const bus = createEventBus((error) =>
    log.error(`a listener failed: ${String(error)}`, { code: "INTERNAL_UNEXPECTED" }),
  );
  const metrics = new HostMetrics();
  const desk = createCallDesk({ ...options, bus, metrics, deadlineMs: options.callDeadlineMs ?? 10_000 });
  const queue = new FairQueue({ clock, random, concurrency });
  const scope = createRootScope();
  const instances = new Instances();
  scope.lend(clockToken, clock);
  scope.lend(loggerToken, log);
  for (const { token, instance } of services) scope.lend(token, instance);
  metrics.countTransitions(bus);
  logEvents(bus, log);

  const context: HostContext = {
    plugins,
    clock,
    log,
    random,
    bus,
    metrics,
    desk,
    scope,
    instances,
    queue,
    electLeader,
  };
  await startHostWide(context);
  notifyObservers(bus, instances, metrics.registry);
  const clusters = new ClusterSet(context);
  metrics.readClusters(() => clusters.states(), queue);

  return {
    run: (signal) => clusters.follow(signal),
    events: bus,
    clusters: () => clusters.states(),
    describe: () =>
      describeOffers(offersOf(plugins), (offer) => ({ ...clusters.runningOf(offer), ...metrics.callsOf(offer) })),
    metrics: () => metrics.registry.snapshot(),
    [Symbol.asyncDispose]: () => scope[Symbol.asyncDispose](),
  };
}
