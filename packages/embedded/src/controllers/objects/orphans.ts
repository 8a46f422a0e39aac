import { keyOf, keyText, type KubeObject, type ObjectChange, type ObjectView } from "@bellwether/core";
import { controllerOf } from "./owner.ts";

/** The objects of a view that no controller owns, kept up to date so that adoption need not read them all. */
export class Orphans<T extends KubeObject> {
  readonly #view: ObjectView;
  readonly #byNamespace = new Map<string, Map<string, T>>();
  #listed = false;

  /** Lives as long as the view. */
  constructor(view: ObjectView) {
    this.#view = view;
    view.subscribe((change) => this.#changed(change));
  }

  in(namespace: string): readonly T[] {
    if (!this.#listed) {
      for (const object of this.#view.list()) this.#changed({ type: "added", object });
      this.#listed = true;
    }
    return [...(this.#byNamespace.get(namespace)?.values() ?? [])];
  }

  #changed({ type, object }: ObjectChange): void {
    const key = keyOf(object);
    let orphans = this.#byNamespace.get(key.namespace);
    if (type === "deleted" || controllerOf(object) !== undefined) {
      orphans?.delete(keyText(key));
      return;
    }
    if (orphans === undefined) this.#byNamespace.set(key.namespace, (orphans = new Map()));
    orphans.set(keyText(key), object as T);
  }
}
