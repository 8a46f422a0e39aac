import { keyText, type KubeObject, type ObjectKey } from "@bellwether/core";
import type { Change, ChangeListener } from "./change.ts";

/** All objects of one resource, with the events that led to them. */
export class Collection {
  readonly #objects = new Map<string, KubeObject>();
  readonly #listeners = new Set<ChangeListener>();
  readonly #limit: number;
  #history: Change[] = [];
  #sorted: readonly KubeObject[] | undefined;
  /** The oldest revision that a watch can start from: every later event is still here. */
  oldest = 0;

  /** Keeps at least `limit` events. */
  constructor(limit: number) {
    this.#limit = limit;
  }

  get(key: ObjectKey): KubeObject | undefined {
    return this.#objects.get(keyText(key));
  }

  get size(): number {
    return this.#objects.size;
  }

  /** Ordered by namespace and name, as etcd orders its keys. */
  list(): readonly KubeObject[] {
    this.#sorted ??= [...this.#objects].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, object]) => object);
    return this.#sorted;
  }

  commit(key: ObjectKey, change: Change): void {
    const text = keyText(key);
    if (change.type === "DELETED") this.#objects.delete(text);
    else this.#objects.set(text, change.object);
    this.#sorted = undefined;
    this.#history.push(change);
    if (this.#history.length > 2 * this.#limit) this.compact(this.#history[this.#limit - 1]?.revision ?? 0);
  }

  tell(change: Change): void {
    for (const listener of [...this.#listeners]) if (this.#listeners.has(listener)) listener(change);
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
    if (later.length === 0) return this.list();
    const objects = new Map(this.#objects);
    for (const change of later.toReversed()) {
      const { namespace = "", name = "" } = change.object.metadata;
      const text = keyText({ namespace, name });
      if (change.previous === undefined) objects.delete(text);
      else objects.set(text, change.previous);
    }
    return [...objects].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, object]) => object);
  }

  subscribe(listener: ChangeListener): Disposable {
    this.#listeners.add(listener);
    return { [Symbol.dispose]: () => void this.#listeners.delete(listener) };
  }
}
