import {
  keyText,
  type KubeObject,
  type ObjectChange,
  type ObjectKey,
  type ObjectView,
  type ResourceType,
  type ViewScope,
} from "@bellwether/core";
import { unlessAborted } from "../time/patience.ts";
import { ObjectCache } from "./object-cache.ts";
import type { Projection } from "./projection.ts";
import type { ReflectorTarget } from "./reflector.ts";
import { ownedBy, type Passage, WriteFence } from "./write-fence.ts";

export interface CachedViewOptions {
  readonly type: ResourceType;
  readonly scope: ViewScope;
  readonly project: Projection;
  /** Told when a listener throws; the other listeners are called all the same. */
  readonly onListenerError: (error: unknown, type: ResourceType) => void;
}

/** What a reflector has shown, behind the fence of own writes. */
export class CachedView implements ObjectView, ReflectorTarget {
  readonly type: ResourceType;
  readonly fence: WriteFence;
  trouble: string | undefined;
  readonly #cache = new ObjectCache();
  readonly #project: Projection;
  readonly #onListenerError: CachedViewOptions["onListenerError"];
  readonly #listeners = new Set<(change: ObjectChange) => void>();
  readonly #firstList = Promise.withResolvers<void>();
  #hasSynced = false;

  constructor({ type, scope, project, onListenerError }: CachedViewOptions) {
    this.type = type;
    this.#project = project;
    this.#onListenerError = onListenerError;
    this.fence = new WriteFence(this.#cache, scope);
  }

  get hasSynced(): boolean {
    return this.#hasSynced;
  }

  get isWaiting(): boolean {
    return this.fence.isClosed;
  }

  onWaiting(listener: () => void): Disposable {
    return this.fence.onClosed(listener);
  }

  get hasLost(): boolean {
    return this.fence.hasLost;
  }

  synced(signal?: AbortSignal): Promise<void> {
    return signal === undefined ? this.#firstList.promise : unlessAborted(this.#firstList.promise, signal);
  }

  get(key: ObjectKey): KubeObject | undefined {
    const wanted = keyText(key);
    this.fence.check((written) => keyText(written) === wanted);
    return this.#cache.get(key);
  }

  list(namespace?: string): readonly KubeObject[] {
    this.fence.check((written) => namespace === undefined || written.namespace === namespace);
    return this.#cache.list(namespace);
  }

  owned(ownerUid: string): readonly KubeObject[] {
    this.fence.check(ownedBy(ownerUid));
    return this.#cache.owned(ownerUid);
  }

  subscribe(listener: (change: ObjectChange) => void): Disposable {
    // A function of its own, so that one listener that subscribes twice is told twice.
    const entry = (change: ObjectChange): void => listener(change);
    this.#listeners.add(entry);
    return { [Symbol.dispose]: () => void this.#listeners.delete(entry) };
  }

  replaced(objects: readonly KubeObject[], version: string): void {
    const changes = this.#cache.replace(objects.map(this.#project));
    this.#advance(version, changes, { isComplete: true });
    this.#hasSynced = true;
    this.#firstList.resolve();
  }

  changed(object: KubeObject, version: string): void {
    const change = this.#cache.set(this.#project(object));
    this.#advance(version, change === undefined ? [] : [change]);
  }

  deleted(object: KubeObject, version: string): void {
    const change = this.#cache.delete(this.#project(object));
    this.#advance(version, change === undefined ? [] : [change], { goneUid: object.metadata.uid });
  }

  reached(version: string): void {
    this.#advance(version, []);
  }

  troubled(reason: string | undefined): void {
    this.trouble = reason;
  }

  #advance(version: string, changes: readonly ObjectChange[], passage?: Passage): void {
    const neverShown = this.fence.advance(version, passage);
    for (const change of changes) this.#tell(change);
    for (const object of neverShown) this.#tell({ type: "deleted", object });
  }

  #tell(change: ObjectChange): void {
    for (const listener of this.#listeners) {
      try {
        listener(change);
      } catch (error) {
        this.#onListenerError(error, this.type);
      }
    }
  }
}
