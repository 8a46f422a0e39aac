import { keyOf, keyText, type Clock, type ObjectKey, type ObjectView } from "@bellwether/core";
import type { ServedKinds } from "../dispatch/served-kinds.ts";
import { parseRevisionName } from "../kinds/application-revision.ts";
import { labels } from "../kinds/keys.ts";
import { RolloutIndex } from "./rollout-index.ts";

export interface WatchedCaches {
  readonly rollouts: ObjectView;
  readonly revisions: ObjectView;
  readonly applications: ObjectView;
  readonly kinds: ServedKinds;
}

/** A kind may be served later, a renderer may answer next time: no object tells. */
const lookAgainMs = 15_000;

/** Which rollouts a change in the cluster may concern. */
export class RolloutWakeUps implements Disposable {
  readonly #caches: WatchedCaches;
  readonly #clock: Clock;
  readonly #index: RolloutIndex;
  readonly #listeners = new Set<(rollout: ObjectKey) => void>();
  readonly #timers = new Map<string, Disposable>();

  constructor(caches: WatchedCaches, clock: Clock) {
    this.#caches = caches;
    this.#clock = clock;
    this.#index = new RolloutIndex(caches.rollouts);
  }

  /** Wakes the rollout in a while, whatever happens. */
  wakeLater(rollout: ObjectKey): void {
    const id = keyText(rollout);
    if (this.#timers.has(id)) return;
    const wake = (): void => {
      this.#timers.delete(id);
      this.#listeners.forEach((listener) => listener(rollout));
    };
    this.#timers.set(id, this.#clock.after(lookAgainMs, wake));
  }

  subscribe(listener: (rollout: ObjectKey) => void): Disposable {
    const { rollouts, revisions, applications, kinds } = this.#caches;
    const tell = (namespace: string | undefined, application: string | undefined): void => {
      if (application !== undefined) this.#index.of(namespace ?? "", application).forEach(listener);
    };
    const subscriptions = new DisposableStack();
    this.#listeners.add(listener);
    subscriptions.defer(() => this.#listeners.delete(listener));
    subscriptions.use(rollouts.subscribe(({ object }) => listener(keyOf(object))));
    subscriptions.use(
      revisions.subscribe(({ object: { metadata } }) =>
        tell(metadata.namespace, parseRevisionName(metadata.name ?? "")?.owner),
      ),
    );
    subscriptions.use(applications.subscribe(({ object: { metadata } }) => tell(metadata.namespace, metadata.name)));
    subscriptions.use(
      kinds.subscribe(({ metadata }) => tell(metadata.namespace, metadata.labels?.[labels.application])),
    );
    return subscriptions;
  }

  [Symbol.dispose](): void {
    this.#index[Symbol.dispose]();
    for (const timer of this.#timers.values()) timer[Symbol.dispose]();
  }
}
