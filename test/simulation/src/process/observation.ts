import {
  keyOf,
  type KubeObject,
  type KubeViews,
  type ObjectChange,
  type ObjectKey,
  type ObjectView,
  type ResourceType,
  type ViewScope,
} from "@bellwether/core";
import type { Evidence, Shown } from "../world/entry.ts";
import { appRollouts, isOfType, objectId, workloadTypes } from "../world/resources.ts";

const watched: readonly ResourceType[] = [appRollouts, ...workloadTypes];

/** What one host goes by on one cluster: what it has read of its caches, and what its own writes have answered. */
export class Observation {
  readonly #actor: string;
  readonly #now: () => number;
  readonly #tell: (shown: Shown) => void;
  readonly #views = new Map<ObjectView, ObjectView>();
  #seen: ReadonlyMap<string, KubeObject> = new Map();
  #written: ReadonlyMap<string, string> = new Map();

  constructor(actor: string, now: () => number, tell: (shown: Shown) => void) {
    this.#actor = actor;
    this.#now = now;
    this.#tell = tell;
  }

  get evidence(): Evidence {
    return { seen: this.#seen, written: this.#written };
  }

  /** The same views, with every change of a cache noted, and every read of it. */
  watching(views: KubeViews): KubeViews {
    return {
      of: (type: ResourceType, scope?: ViewScope): ObjectView => {
        const view = views.of(type, scope);
        return watched.some((one) => isOfType(type, one)) ? this.#watching(type, view) : view;
      },
      relist: () => views.relist(),
    };
  }

  #watching(type: ResourceType, view: ObjectView): ObjectView {
    const known = this.#views.get(view);
    if (known !== undefined) return known;
    view.subscribe((change) => this.#shown(type, change));
    const watching: ObjectView = {
      type: view.type,
      get hasSynced() {
        return view.hasSynced;
      },
      get trouble() {
        return view.trouble;
      },
      synced: (signal) => view.synced(signal),
      get: (key) => {
        const object = view.get(key);
        this.#read(objectId(type, key), object);
        return object;
      },
      list: (namespace) => this.#readAll(type, view.list(namespace)),
      owned: (uid) => this.#readAll(type, view.owned(uid)),
      subscribe: (listener) => view.subscribe(listener),
    };
    this.#views.set(view, watching);
    return watching;
  }

  #readAll(type: ResourceType, objects: readonly KubeObject[]): readonly KubeObject[] {
    for (const object of objects) this.#read(objectId(type, keyOf(object)), object);
    return objects;
  }

  #read(id: string, object: KubeObject | undefined): void {
    if (this.#seen.get(id) === object) return;
    const seen = new Map(this.#seen);
    if (object === undefined) seen.delete(id);
    else seen.set(id, object);
    this.#seen = seen;
  }

  answered(type: ResourceType, key: ObjectKey, answer: KubeObject | undefined): void {
    const version = answer?.metadata.resourceVersion;
    if (version === undefined || !watched.some((one) => isOfType(type, one))) return;
    this.#written = new Map(this.#written).set(objectId(type, key), version);
  }

  #shown(type: ResourceType, { type: kind, object }: ObjectChange): void {
    const key = keyOf(object);
    if (kind === "deleted") this.#read(objectId(type, key), undefined);
    const { uid = "", resourceVersion = "" } = object.metadata;
    this.#tell({
      entry: "shown",
      time: this.#now(),
      actor: this.#actor,
      type,
      key,
      uid,
      version: resourceVersion,
      gone: kind === "deleted",
    });
  }
}
