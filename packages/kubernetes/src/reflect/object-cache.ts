import { keyOf, keyText, type KubeObject, type ObjectChange, type ObjectKey } from "@bellwether/core";

function versionOf(object: KubeObject): string {
  return object.metadata.resourceVersion ?? "";
}

export function controllerUid(object: KubeObject): string | undefined {
  return object.metadata.ownerReferences?.find((reference) => reference.controller === true)?.uid;
}

/** Objects by key, indexed by namespace and by the UID of the controller that owns them. Changes come back as values. */
export class ObjectCache {
  readonly #objects = new Map<string, KubeObject>();
  readonly #byNamespace = new Map<string, Map<string, KubeObject>>();
  readonly #byOwner = new Map<string, Map<string, KubeObject>>();

  get(key: ObjectKey): KubeObject | undefined {
    return this.#objects.get(keyText(key));
  }

  list(namespace?: string): readonly KubeObject[] {
    const objects = namespace === undefined ? this.#objects : this.#byNamespace.get(namespace);
    return [...(objects?.values() ?? [])];
  }

  owned(ownerUid: string): readonly KubeObject[] {
    return [...(this.#byOwner.get(ownerUid)?.values() ?? [])];
  }

  /** Undefined when the cache holds this version already. */
  set(object: KubeObject): ObjectChange | undefined {
    const id = keyText(keyOf(object));
    const previous = this.#objects.get(id);
    if (previous !== undefined) {
      if (versionOf(previous) === versionOf(object)) return undefined;
      this.#unlink(id, previous);
    }
    this.#link(id, object);
    return previous === undefined ? { type: "added", object } : { type: "modified", object, previous };
  }

  delete(object: KubeObject): ObjectChange | undefined {
    const id = keyText(keyOf(object));
    const previous = this.#objects.get(id);
    if (previous === undefined) return undefined;
    this.#unlink(id, previous);
    return { type: "deleted", object, previous };
  }

  /** Makes the cache hold exactly these objects. */
  replace(objects: readonly KubeObject[]): readonly ObjectChange[] {
    const kept = new Set(objects.map((object) => keyText(keyOf(object))));
    const gone = [...this.#objects].filter(([id]) => !kept.has(id)).map(([, object]) => this.delete(object));
    return [...gone, ...objects.map((object) => this.set(object))].filter((change) => change !== undefined);
  }

  #link(id: string, object: KubeObject): void {
    this.#objects.set(id, object);
    addTo(this.#byNamespace, object.metadata.namespace ?? "", id, object);
    const owner = controllerUid(object);
    if (owner !== undefined) addTo(this.#byOwner, owner, id, object);
  }

  #unlink(id: string, object: KubeObject): void {
    this.#objects.delete(id);
    removeFrom(this.#byNamespace, object.metadata.namespace ?? "", id);
    const owner = controllerUid(object);
    if (owner !== undefined) removeFrom(this.#byOwner, owner, id);
  }
}

type Index = Map<string, Map<string, KubeObject>>;

function addTo(index: Index, value: string, id: string, object: KubeObject): void {
  const entries = index.get(value) ?? new Map<string, KubeObject>();
  index.set(value, entries.set(id, object));
}

function removeFrom(index: Index, value: string, id: string): void {
  const entries = index.get(value);
  entries?.delete(id);
  if (entries?.size === 0) index.delete(value);
}
