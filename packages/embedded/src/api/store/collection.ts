import { keyOf, keyText, type ObjectKey, type KubeObject } from "@bellwether/core";
import type { Change, ChangeListener } from "./change.ts";
import { ObjectIndex, sortedByKey } from "./object-index.ts";

/** All objects of one resource, with the events that led to them. */
export class Collection {
  readonly objects: ObjectIndex = new ObjectIndex();
  readonly #listeners = new Set<ChangeListener>();
  readonly #limit: number;
  #history: Change[] = [];
  /** The oldest revision that a watch can start from: every later event is still here. */
  oldest = 0;

  /** Keeps at least `limit` events. */
  constructor(limit: number) {
    this.#limit = limit;
  }

  commit(key: ObjectKey, change: Change): void {
    if (change.type === "DELETED") this.objects.delete(key);
    else this.objects.set(key, change.object);
    this.#history.push(change);
    if (this.#history.length > 2 * this.#limit) this.compact(this.#history.at(-this.#limit - 1)?.revision ?? 0);
  }

  tell(change: Change): void {
    for (const listener of this.#listeners) listener(change);
  }

  /** Forgets the events up to the revision. */
  compact(revision: number): void {
    this.#history = this.#history.filter((change) => change.revision > revision);
    this.oldest = Math.max(this.oldest, revision);
  }

  /** Events after the revision, oldest first. */
  since(revision: number): readonly Change[] {
    let start = this.#history.length;
    while (start > 0 && (this.#history[start - 1]?.revision ?? 0) > revision) start--;
    return this.#history.slice(start);
  }

  /** The objects as they were at a revision that is not older than `oldest`. */
  listAt(revision: number): readonly KubeObject[] {
    const later = this.since(revision);
    if (later.length === 0) return this.objects.list();
    const then = new Map(this.objects.entries());
    for (const { object, previous } of later.toReversed()) {
      if (previous === undefined) then.delete(keyText(keyOf(object)));
      else then.set(keyText(keyOf(object)), previous);
    }
    return sortedByKey([...then]);
  }

  subscribe(listener: ChangeListener): Disposable {
    this.#listeners.add(listener);
    return { [Symbol.dispose]: () => void this.#listeners.delete(listener) };
  }
}
