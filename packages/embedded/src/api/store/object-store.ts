import type { Clock, KubeObject, ObjectKey, ResourceType } from "@bellwether/core";
import { deepFreeze } from "../json/deep-freeze.ts";
import type { Change } from "./change.ts";
import { Collection } from "./collection.ts";
import { WriteLog, type WriteRecord } from "./write-log.ts";

export interface StoreOptions {
  readonly clock: Clock;
  readonly history: number;
  readonly log: number;
}

export type WriteOrigin = Pick<WriteRecord, "verb" | "subresource" | "fieldManager">;

/** What etcd is to a real cluster: frozen objects under one revision counter. */
export class ObjectStore {
  readonly log: WriteLog;
  readonly #options: StoreOptions;
  readonly #collections = new Map<string, Collection>();
  readonly #untold: [Collection, Change][] = [];
  #telling = false;
  #revision = 0;

  constructor(options: StoreOptions) {
    this.#options = options;
    this.log = new WriteLog(options.log);
  }

  get revision(): number {
    return this.#revision;
  }

  /** Versions of one resource share their objects; so do both event groups. */
  collection(type: ResourceType): Collection {
    const group = type.group === "events.k8s.io" ? "" : type.group;
    const name = `${group}/${type.plural}`;
    let found = this.#collections.get(name);
    if (found === undefined) {
      found = new Collection(this.#options.history);
      this.#collections.set(name, found);
    }
    return found;
  }

  /** Forgets all events before now. */
  compact(): void {
    for (const collection of this.#collections.values()) collection.compact(this.#revision);
  }

  /** Stores the object at the next revision and tells the watches. */
  put(type: ResourceType, key: ObjectKey, object: KubeObject, origin: WriteOrigin): KubeObject {
    const previous = this.collection(type).objects.get(key);
    const after = this.#stamped(object);
    const change: Change =
      previous === undefined
        ? { revision: this.#revision, type: "ADDED", object: after }
        : { revision: this.#revision, type: "MODIFIED", object: after, previous };
    this.#commit(type, key, change, origin);
    return after;
  }

  /** Removes an object; its last state is stamped with the revision of the removal. */
  remove(type: ResourceType, key: ObjectKey, last: KubeObject, origin: WriteOrigin): KubeObject {
    const previous = this.collection(type).objects.get(key) ?? last;
    const object = this.#stamped(last);
    this.#commit(type, key, { revision: this.#revision, type: "DELETED", object, previous }, origin);
    return object;
  }

  #stamped(object: KubeObject): KubeObject {
    this.#revision += 1;
    const metadata = Object.freeze({ ...object.metadata, resourceVersion: String(this.#revision) });
    return deepFreeze({ ...object, metadata });
  }

  #commit(type: ResourceType, key: ObjectKey, change: Change, origin: WriteOrigin): void {
    this.log.add({
      revision: change.revision,
      time: this.#options.clock.now(),
      ...origin,
      type,
      key,
      ...(change.previous === undefined ? {} : { before: change.previous }),
      ...(change.type === "DELETED" ? {} : { after: change.object }),
    });
    const collection = this.collection(type);
    collection.commit(key, change);
    this.#untold.push([collection, change]);
    this.#tell();
  }

  /** A listener may write: what it writes is told after the change that it was told of, so revisions arrive in order. */
  #tell(): void {
    if (this.#telling) return;
    this.#telling = true;
    try {
      for (let next = this.#untold.shift(); next !== undefined; next = this.#untold.shift()) next[0].tell(next[1]);
    } finally {
      this.#telling = false;
    }
  }
}
