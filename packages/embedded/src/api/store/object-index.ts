import { keyText, type KubeObject, type ObjectKey } from "@bellwether/core";

/** Objects by key, with what views ask for: those of a namespace, in order, and those of a controller. */
export class ObjectIndex {
  readonly #objects = new Map<string, KubeObject>();
  readonly #owned = new Map<string, Map<string, KubeObject>>();
  readonly #lists = new Map<string, readonly KubeObject[]>();

  get size(): number {
    return this.#objects.size;
  }

  get(key: ObjectKey): KubeObject | undefined {
    return this.#objects.get(keyText(key));
  }

  set(key: ObjectKey, object: KubeObject): void {
    const text = keyText(key);
    this.#disown(text);
    this.#objects.set(text, object);
    const owner = controllerOf(object);
    if (owner !== undefined) {
      let group = this.#owned.get(owner);
      if (group === undefined) this.#owned.set(owner, (group = new Map<string, KubeObject>()));
      group.set(text, object);
    }
    this.#forgetLists(key);
  }

  delete(key: ObjectKey): void {
    const text = keyText(key);
    this.#disown(text);
    this.#objects.delete(text);
    this.#forgetLists(key);
  }

  /** Ordered by namespace and name, as etcd orders its keys; of one namespace, or of all. */
  list(namespace = ""): readonly KubeObject[] {
    let list = this.#lists.get(namespace);
    if (list === undefined) {
      const prefix = `${namespace}/`;
      const entries = [...this.#objects].filter(([text]) => namespace === "" || text.startsWith(prefix));
      list = sortedByKey(entries);
      this.#lists.set(namespace, list);
    }
    return list;
  }

  /** Objects whose controller reference has the uid. */
  owned(uid: string): readonly KubeObject[] {
    return sortedByKey([...(this.#owned.get(uid) ?? [])]);
  }

  entries(): IterableIterator<[string, KubeObject]> {
    return this.#objects.entries();
  }

  #disown(text: string): void {
    const before = this.#objects.get(text);
    const owner = before === undefined ? undefined : controllerOf(before);
    if (owner === undefined) return;
    const group = this.#owned.get(owner);
    group?.delete(text);
    if (group?.size === 0) this.#owned.delete(owner);
  }

  #forgetLists({ namespace }: ObjectKey): void {
    this.#lists.delete("");
    this.#lists.delete(namespace);
  }
}

export function sortedByKey(entries: [string, KubeObject][]): readonly KubeObject[] {
  return Object.freeze(entries.sort(([a], [b]) => (a < b ? -1 : 1)).map(([, object]) => object));
}

function controllerOf(object: KubeObject): string | undefined {
  return object.metadata.ownerReferences?.find((owner) => owner.controller === true)?.uid;
}
