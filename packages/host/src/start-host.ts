import { ClusterSet } from "./clusters/follow-clusters.ts";
import { createHostContext } from "./clusters/host-context.ts";
import type { ClusterState } from "./clusters/run-cluster.ts";
import { startHostWide } from "./clusters/start-host-wide.ts";
import { CompositionError } from "./compose/composition-error.ts";
import { describeOffers, type PluginDescription } from "./compose/describe.ts";
import type { HostOptions } from "./compose/host-options.ts";
import { offersOf } from "./compose/offers.ts";
import { hostTokens } from "./compose/provided-service.ts";
import { faultsOf } from "./compose/validate-plugins.ts";
import { logEvents } from "./report/log-events.ts";
import type { MetricFamily } from "./report/metric-registry.ts";
import { notifyObservers } from "./report/notify-observers.ts";
import type { EventBus } from "./scope/event-bus.ts";

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
  const { plugins, log, services = [] } = options;
  const faults = faultsOf(plugins, [...hostTokens, ...services.map(({ token }) => token)]);
  if (faults.length > 0) throw new CompositionError(faults);

  const context = createHostContext(options);
  const { bus, metrics, scope, instances, queue } = context;
  logEvents(bus, log);
  await startHostWide(context);
  notifyObservers(bus, instances, metrics.registry);
  const clusters = new ClusterSet(context);
  metrics.countTransitions(bus);
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
