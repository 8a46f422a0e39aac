import { keyOf, keyText, type KubeObject, type ObjectKey, type ObjectView } from "@bellwether/core";
import { parseRevisionName } from "../kinds/application-revision.ts";
import { specOf } from "./read-app-rollout.ts";

/** Which rollouts concern which Application: answers also while a cache waits for an own write. */
export class RolloutIndex implements Disposable {
  readonly #rollouts = new Map<string, { readonly key: ObjectKey; readonly applications: readonly string[] }>();
  readonly #subscription: Disposable;

  /** The view of AppRollouts must not have been written to yet. */
  constructor(view: ObjectView) {
    this.#subscription = view.subscribe(({ type, object }) => {
      if (type === "deleted") this.#rollouts.delete(keyText(keyOf(object)));
      else this.#add(object);
    });
    if (view.hasSynced) view.list().forEach((object) => this.#add(object));
  }

  /** Rollouts of one namespace that name a revision of the Application. */
  of(namespace: string, application: string): readonly ObjectKey[] {
    return [...this.#rollouts.values()]
      .filter(({ key, applications }) => key.namespace === namespace && applications.includes(application))
      .map(({ key }) => key);
  }

  [Symbol.dispose](): void {
    this.#subscription[Symbol.dispose]();
  }

  #add(object: KubeObject): void {
    const key = keyOf(object);
    const { targetAppRevisionName = "", sourceAppRevisionName = "" } = specOf(object);
    const applications = [targetAppRevisionName, sourceAppRevisionName].flatMap(
      (name) => parseRevisionName(name)?.owner ?? [],
    );
    this.#rollouts.set(keyText(key), { key, applications });
  }
}
