import type { ClusterState } from "../clusters/run-cluster.ts";
import type { Offer } from "../compose/offers.ts";
import type { FairQueue } from "../reconcile/fair-queue.ts";
import type { EventBus } from "../scope/event-bus.ts";
import { type CallResult, type PluginCall } from "../plugins/plugin-call.ts";
import { type Counter, type Histogram, MetricRegistry } from "./metric-registry.ts";

/** What the host counts, by the names under which it is served, without the prefix `bellwether_`. */
export class HostMetrics {
  readonly registry: MetricRegistry = new MetricRegistry();
  readonly #pluginCalls: Histogram;
  readonly #failedCalls: Counter;
  readonly #leftBehind: Map<string, number> = new Map();
  readonly #passes: Histogram;
  readonly #eventToWrite: Histogram;
  readonly #droppedEvents: Counter;
  readonly #refusedWrites: Counter;

  constructor() {
    const { registry } = this;
    this.#pluginCalls = registry.histogram("plugin_call_seconds", "Calls into plugins by result.");
    this.#failedCalls = registry.counter("plugin_calls_failed_total", "Calls into plugins that failed or timed out.");
    this.#passes = registry.histogram("pass_seconds", "Passes over rollouts.");
    this.#eventToWrite = registry.histogram(
      "event_to_write_seconds",
      "From the change that woke a rollout to its write.",
    );
    this.#droppedEvents = registry.counter("events_dropped_total", "Kubernetes events that were not written.");
    this.#refusedWrites = registry.counter("guard_refusals_total", "Writes that a guard kept from going out.");
    registry.gauge("plugin_calls_left_behind", "Calls that ignore their signal and go on unattended.", () =>
      [...this.#leftBehind].map(([plugin, value]) => ({ labels: { plugin }, value })),
    );
  }

  /** Counts transitions as the bus tells them. */
  countTransitions(bus: EventBus): void {
    const transitions = this.registry.counter("transitions_total", "Transitions of rollouts.");
    bus.on("transitionFollowed", ({ cluster, from, guard, to }) => transitions.add({ cluster, from, guard, to }));
  }

  /** Gauges of what the clusters are doing now. */
  readClusters(states: () => readonly ClusterState[], queue: FairQueue): void {
    const gauge = (name: string, help: string, read: (state: ClusterState) => number): void =>
      this.registry.gauge(name, help, () =>
        states().map((state) => ({ labels: { cluster: state.name }, value: read(state) })),
      );
    gauge("cluster_up", "Whether the cluster answers.", ({ server, trouble }) =>
      server === undefined || trouble !== undefined ? 0 : 1,
    );
    gauge("leader", "Whether this host leads the cluster.", ({ leading }) => (leading ? 1 : 0));
    gauge("epoch", "The last term in which this host led the cluster.", ({ epoch = 0 }) => epoch);
    gauge("queue_depth", "Rollouts that wait to be looked at.", ({ name }) => queue.depth(name));
  }

  called({ plugin, point, key, method, cluster = "" }: PluginCall, result: CallResult, ms: number): void {
    const labels = { plugin, point, key, method, cluster };
    this.#pluginCalls.observe({ ...labels, result }, ms / 1000);
    if (result === "failed" || result === "timedOut") this.#failedCalls.add(labels);
  }

  leftBehind({ plugin }: PluginCall, change: 1 | -1): void {
    this.#leftBehind.set(plugin, (this.#leftBehind.get(plugin) ?? 0) + change);
  }

  passEnded(cluster: string, ms: number): void {
    this.#passes.observe({ cluster }, ms / 1000);
  }

  writeSent(cluster: string, msSinceEvent: number): void {
    this.#eventToWrite.observe({ cluster }, msSinceEvent / 1000);
  }

  writeRefused(cluster: string, invariant: string): void {
    this.#refusedWrites.add({ cluster, invariant });
  }

  eventDropped(cluster: string): void {
    this.#droppedEvents.add({ cluster });
  }

  callsOf({ plugin, contribution: { point, key } }: Offer): CallFigures {
    const labels = { plugin: plugin.name, point, key };
    const p99 = this.#pluginCalls.quantile(labels, 0.99);
    return {
      calls: this.#pluginCalls.count(labels),
      failed: this.#failedCalls.value(labels),
      p99Ms: p99 === undefined ? undefined : p99 * 1000,
    };
  }
}

export interface CallFigures {
  readonly calls: number;
  readonly failed: number;
  /** An upper bound; undefined before the first call. */
  readonly p99Ms: number | undefined;
}
