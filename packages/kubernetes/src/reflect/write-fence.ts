import {
  compareResourceVersions,
  type KubeObject,
  keyText,
  type ObjectKey,
  StaleRead,
  type ViewScope,
} from "@bellwether/core";
import { matchesLabels } from "./label-selector.ts";
import { controllerUid, type ObjectCache } from "./object-cache.ts";

interface PendingWrite {
  readonly key: ObjectKey;
  readonly object: KubeObject;
  readonly version: string;
}

interface PendingDelete {
  readonly key: ObjectKey;
  readonly uid: string;
}

/** What a step of the watch has shown besides its version. */
export interface Passage {
  /** The cache holds all there is, as after a list. */
  readonly isComplete?: boolean;
  /** Of the object that was just shown as deleted. */
  readonly goneUid?: string | undefined;
}

/** Own writes that the cache of one view does not show yet. */
export class WriteFence {
  readonly #cache: ObjectCache;
  readonly #scope: ViewScope;
  readonly #writes = new Map<string, PendingWrite>();
  readonly #deletes = new Map<string, PendingDelete>();
  readonly #onClosed = new Set<() => void>();
  #reached: string | undefined;

  constructor(cache: ObjectCache, scope: ViewScope) {
    this.#cache = cache;
    this.#scope = scope;
  }

  /** Some own write is not shown yet. */
  get isClosed(): boolean {
    return this.#writes.size + this.#deletes.size > 0;
  }

  /** Tells whenever the first own write is made that is not shown yet. */
  onClosed(listener: () => void): Disposable {
    this.#onClosed.add(listener);
    return { [Symbol.dispose]: () => void this.#onClosed.delete(listener) };
  }

  /** The watch has passed an own write without showing it. */
  get hasLost(): boolean {
    return this.#writes.values().some(({ version }) => this.#hasReached(version));
  }

  written(key: ObjectKey, version: string, answer: KubeObject): void {
    const covered = this.#cache.get(key) !== undefined || this.#covers(key, answer);
    const isShown = this.#hasReached(version) && !this.#isOlder({ key, object: answer, version });
    if (!covered || isShown) return;
    const id = keyText(key);
    const known = this.#writes.get(id);
    if (known !== undefined && compareResourceVersions(known.version, version) >= 0) return;
    // The answer to a write of the scale subresource is a Scale: it names the version and not the object's owner.
    const object = answer.kind === "Scale" ? (this.#cache.get(key) ?? known?.object ?? answer) : answer;
    this.#close(() => this.#writes.set(id, { key, object, version }));
  }

  deleting(key: ObjectKey, uid: string | undefined): () => void {
    const id = keyText(key);
    const target = uid ?? (this.#writes.get(id)?.object ?? this.#cache.get(key))?.metadata.uid;
    return () => {
      const expected = this.#cache.get(key) ?? this.#writes.get(id)?.object;
      if (target === undefined || expected?.metadata.uid !== target) return;
      this.#close(() => this.#deletes.set(id, { key, uid: target }));
      if (this.#cache.get(key) !== undefined) this.#forgetDelete(id);
    };
  }

  /** Forgets what the cache shows by now; returns written objects that were gone before the cache could show them. */
  advance(version: string, { isComplete = false, goneUid }: Passage = {}): readonly KubeObject[] {
    this.#reached = version;
    const isShown = (write: PendingWrite): boolean =>
      isComplete || write.object.metadata.uid === goneUid || !(this.#isMissing(write) || this.#isOlder(write));
    const passed = [...this.#writes].filter(([, write]) => this.#hasReached(write.version) && isShown(write));
    for (const [id] of passed) this.#writes.delete(id);
    for (const id of this.#deletes.keys()) this.#forgetDelete(id);
    return passed.filter(([, { key }]) => this.#cache.get(key) === undefined).map(([, { object }]) => object);
  }

  /** Throws `StaleRead` when an own write to an object that satisfies `concerns` is not shown yet. */
  check(concerns: (key: ObjectKey, object: KubeObject | undefined) => boolean): void {
    if (!this.isClosed) return;
    for (const { key, object, version } of this.#writes.values()) {
      if (concerns(key, object) || concerns(key, this.#cache.get(key))) {
        throw new StaleRead(`"${keyText(key)}" was written at version ${version}, which the watch has not shown yet`);
      }
    }
    for (const { key } of this.#deletes.values()) {
      if (concerns(key, this.#cache.get(key))) {
        throw new StaleRead(`"${keyText(key)}" was deleted, which the watch has not shown yet`);
      }
    }
  }

  #close(remember: () => void): void {
    const wasClosed = this.isClosed;
    remember();
    if (!wasClosed) for (const listener of this.#onClosed) listener();
  }

  #covers(key: ObjectKey, object: KubeObject): boolean {
    const { namespace, labelSelector } = this.#scope;
    return (namespace ?? key.namespace) === key.namespace && matchesLabels(labelSelector, object.metadata.labels);
  }

  #isMissing({ key }: PendingWrite): boolean {
    return this.#cache.get(key) === undefined;
  }

  /** Another object under the same name is no older state of this one. */
  #isOlder({ key, object, version }: PendingWrite): boolean {
    const { uid, resourceVersion } = this.#cache.get(key)?.metadata ?? {};
    return uid === object.metadata.uid && compareResourceVersions(resourceVersion ?? version, version) < 0;
  }

  #hasReached(version: string): boolean {
    return this.#reached !== undefined && compareResourceVersions(this.#reached, version) >= 0;
  }

  #forgetDelete(id: string): void {
    const pending = this.#deletes.get(id);
    if (pending === undefined || this.#writes.has(id)) return;
    const shown = this.#cache.get(pending.key);
    const isGone = shown?.metadata.uid !== pending.uid || shown.metadata.deletionTimestamp !== undefined;
    if (isGone) this.#deletes.delete(id);
  }
}

export function ownedBy(ownerUid: string): (key: ObjectKey, object: KubeObject | undefined) => boolean {
  return (_key, object) => object !== undefined && controllerUid(object) === ownerUid;
}
