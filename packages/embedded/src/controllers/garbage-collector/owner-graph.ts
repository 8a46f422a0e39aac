import { type KubeObject, type ObjectChange, type OwnerReference, type ResourceType } from "@bellwether/core";

export interface Collectable {
  readonly type: ResourceType;
  readonly object: KubeObject;
}

/** Who owns whom, by UID, over all watched types. */
export class OwnerGraph {
  readonly #objects = new Map<string, Collectable>();
  readonly #dependents = new Map<string, Set<string>>();

  get(uid: string): Collectable | undefined {
    return this.#objects.get(uid);
  }

  dependentsOf(uid: string): readonly Collectable[] {
    return [...(this.#dependents.get(uid) ?? [])].flatMap((dependent) => this.#objects.get(dependent) ?? []);
  }

  /** Takes a change in; returns the UIDs of the objects that may have to be collected, or may go on being deleted. */
  observe(type: ResourceType, change: ObjectChange): readonly string[] {
    const uid = change.object.metadata.uid ?? "";
    const before = this.#objects.get(uid)?.object;
    const owners = change.type === "deleted" ? [] : ownersOf(change.object);
    const lost =
      before === undefined ? [] : ownersOf(before).filter((owner) => !owners.some((one) => one.uid === owner.uid));
    for (const owner of lost) this.#unlink(owner.uid, uid);
    const waiting = lost.map((owner) => owner.uid).filter((owner) => isHeldByCollector(this.get(owner)?.object));
    if (change.type === "deleted") {
      this.#objects.delete(uid);
      return [...(this.#dependents.get(uid) ?? []), ...waiting];
    }
    this.#objects.set(uid, { type, object: change.object });
    for (const owner of owners) this.#link(owner.uid, uid);
    const doubtful = owners.some(
      (owner) => this.get(owner.uid) === undefined || isHeldByCollector(this.get(owner.uid)?.object),
    );
    return doubtful || isHeldByCollector(change.object) ? [uid, ...waiting] : waiting;
  }

  #link(owner: string, dependent: string): void {
    const known = this.#dependents.get(owner);
    if (known === undefined) this.#dependents.set(owner, new Set([dependent]));
    else known.add(dependent);
  }

  #unlink(owner: string, dependent: string): void {
    const known = this.#dependents.get(owner);
    known?.delete(dependent);
    if (known?.size === 0) this.#dependents.delete(owner);
  }
}

export const foregroundFinalizer = "foregroundDeletion";
export const orphanFinalizer = "orphan";

export function ownersOf(object: KubeObject): readonly OwnerReference[] {
  return object.metadata.ownerReferences ?? [];
}

/** Being deleted, and waiting for what the collector does with its dependents. */
export function isHeldByCollector(object: KubeObject | undefined): boolean {
  const { deletionTimestamp, finalizers = [] } = object?.metadata ?? {};
  return (
    deletionTimestamp !== undefined &&
    (finalizers.includes(foregroundFinalizer) || finalizers.includes(orphanFinalizer))
  );
}

/** Being deleted as soon as its dependents are gone. */
export function awaitsDependents(object: KubeObject): boolean {
  return isHeldByCollector(object) && object.metadata.finalizers?.includes(foregroundFinalizer) === true;
}
