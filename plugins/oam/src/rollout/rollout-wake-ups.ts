import { keyOf, type ObjectKey, type ObjectView } from "@bellwether/core";
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

/** Which rollouts a change in the cluster may concern. */
export class RolloutWakeUps implements Disposable {
  readonly #caches: WatchedCaches;
  readonly #index: RolloutIndex;

  constructor(caches: WatchedCaches) {
    this.#caches = caches;
    this.#index = new RolloutIndex(caches.rollouts);
  }

  subscribe(listener: (rollout: ObjectKey) => void): Disposable {
    const { rollouts, revisions, applications, kinds } = this.#caches;
    const tell = (namespace: string | undefined, application: string | undefined): void => {
      if (application !== undefined) this.#index.of(namespace ?? "", application).forEach(listener);
    };
    const subscriptions = new DisposableStack();
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
  }
}
