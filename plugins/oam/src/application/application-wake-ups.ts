import { keyOf, keyText, type KubeObject, type ObjectKey, type ObjectView } from "@bellwether/core";
import type { ServedKinds } from "../dispatch/served-kinds.ts";
import { asApplication } from "../kinds/application.ts";
import { parseRevisionName } from "../kinds/application-revision.ts";
import { systemNamespace } from "../kinds/component-definition.ts";
import { labels } from "../kinds/keys.ts";

export interface WatchedCaches {
  readonly applications: ObjectView;
  readonly revisions: ObjectView;
  readonly definitions: ObjectView;
  readonly kinds: ServedKinds;
}

/** Which Applications a change in the cluster may concern. */
export class ApplicationWakeUps {
  readonly #caches: WatchedCaches;
  /** Types of the components of each Application. */
  readonly #types = new Map<string, { readonly key: ObjectKey; readonly types: readonly string[] }>();

  constructor(caches: WatchedCaches) {
    this.#caches = caches;
  }

  subscribe(listener: (application: ObjectKey) => void): Disposable {
    const { applications, revisions, definitions, kinds } = this.#caches;
    const tell = (namespace: string | undefined, name: string | undefined): void => {
      const known = this.#types.get(keyText({ namespace: namespace ?? "", name: name ?? "" }));
      if (known !== undefined) listener(known.key);
    };
    const changed = (object: KubeObject): void => {
      const types = asApplication(object).spec.components.map(({ type }) => type);
      this.#types.set(keyText(keyOf(object)), { key: keyOf(object), types });
      listener(keyOf(object));
    };
    const subscriptions = new DisposableStack();
    subscriptions.use(
      applications.subscribe(({ type, object }) => {
        if (type === "deleted") this.#types.delete(keyText(keyOf(object)));
        else changed(object);
      }),
    );
    subscriptions.use(
      revisions.subscribe(({ object: { metadata } }) =>
        tell(metadata.namespace, parseRevisionName(metadata.name ?? "")?.owner),
      ),
    );
    subscriptions.use(
      kinds.subscribe(({ metadata }) => tell(metadata.namespace, metadata.labels?.[labels.application])),
    );
    subscriptions.use(definitions.subscribe(({ object }) => this.#usersOf(object).forEach(listener)));
    if (applications.hasSynced) applications.list().forEach(changed);
    return subscriptions;
  }

  #usersOf({ metadata: { namespace, name } }: KubeObject): readonly ObjectKey[] {
    return [...this.#types.values()]
      .filter(
        ({ key, types }) => types.includes(name ?? "") && [key.namespace, systemNamespace].includes(namespace ?? ""),
      )
      .map(({ key }) => key);
  }
}
