import {
  keyText,
  StaleRead,
  type Clock,
  type ObjectView,
  type RolloutSource,
  type RolloutView,
} from "@bellwether/core";
import type { ClusterReader } from "./cluster-reader.ts";
import { defaultLease, leaderOf, leaseType, withLeader } from "./leader.ts";
import { isNamed } from "./list-rollouts.ts";
import { readRollout } from "./read-rollout.ts";

export interface FeedCluster {
  readonly reader: ClusterReader;
  /** Undefined: all namespaces. */
  readonly namespace: string | undefined;
}

interface Watched {
  readonly reader: ClusterReader;
  readonly source: RolloutSource;
  readonly view: ObjectView;
  readonly leases: ObjectView;
}

/** Clocks in what is shown move on even when nothing happens. */
const tickMs = 1000;

/** The rollouts of several clusters as they change, by watches. */
export class RolloutFeed implements AsyncDisposable {
  readonly #watched: readonly Watched[];
  readonly #names: readonly string[];
  readonly #clock: Clock;
  readonly #subscriptions = new DisposableStack();
  #wake: () => void = () => undefined;
  #changed = true;

  constructor(clusters: readonly FeedCluster[], names: readonly string[], clock: Clock) {
    this.#names = names;
    this.#clock = clock;
    this.#watched = clusters.flatMap(({ reader, namespace }) =>
      [...reader.sources.values()].map((source) => ({
        reader,
        source,
        view: reader.link.views.of(source.type, namespace === undefined ? {} : { namespace }),
        leases: reader.link.views.of(leaseType, { namespace: defaultLease.namespace }),
      })),
    );
    const look = (): void => {
      this.#changed = true;
      this.#wake();
    };
    for (const { view, leases } of this.#watched) {
      this.#subscriptions.use(view.subscribe(look));
      this.#subscriptions.use(leases.subscribe(look));
    }
    for (const { reader } of clusters)
      for (const adapter of reader.adapters.values()) this.#subscriptions.use(adapter.subscribe(look));
  }

  /** All rollouts again after every change, and every second while any is on its way. Ends with the signal. */
  async *changes(signal: AbortSignal): AsyncGenerator<readonly RolloutView[]> {
    signal.addEventListener("abort", () => this.#wake(), { once: true });
    while (!signal.aborted) {
      if (this.#changed || this.#watched.every(({ view }) => view.hasSynced)) {
        this.#changed = false;
        const views = await this.#read(signal);
        if (views !== undefined) yield views;
      }
      if (!this.#changed && !signal.aborted) await this.#nextChange();
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#subscriptions.dispose();
  }

  async #nextChange(): Promise<void> {
    await new Promise<void>((resolve) => {
      const timer = this.#clock.after(tickMs, resolve);
      this.#wake = () => {
        timer[Symbol.dispose]();
        resolve();
      };
    });
  }

  /** Undefined while a view waits for the own write that another part of this process has made. */
  async #read(signal: AbortSignal): Promise<readonly RolloutView[] | undefined> {
    try {
      return await this.#readAll(signal);
    } catch (error) {
      if (error instanceof StaleRead) return undefined;
      throw error;
    }
  }

  async #readAll(signal: AbortSignal): Promise<readonly RolloutView[]> {
    const now = this.#clock.now();
    const found = this.#watched.flatMap(({ reader, source, view, leases }) =>
      view
        .list()
        .filter((object) => isNamed(object, this.#names))
        .map((object) => ({ reader, source, object, leases, fresh: view.trouble === undefined })),
    );
    const views = await Promise.all(
      found.map(async ({ reader, source, object, leases, fresh }) => {
        const view = await readRollout(reader, source, object, now, signal);
        if (!fresh) return { ...view, fresh: false, state: "unknown" as const };
        return leases.hasSynced ? withLeader(view, leaderOf(leases.get(defaultLease)), now) : view;
      }),
    );
    return views.toSorted(
      (a, b) =>
        keyText({ namespace: a.namespace, name: a.name }).localeCompare(
          keyText({ namespace: b.namespace, name: b.name }),
        ) || a.cluster.localeCompare(b.cluster),
    );
  }
}
