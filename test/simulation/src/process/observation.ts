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

/** What one host has in front of it on one cluster: what its caches show, and what its own writes have answered. */
export class Observation {
  readonly #actor: string;
  readonly #now: () => number;
  readonly #tell: (shown: Shown) => void;
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

  /** The same views, with every change of a cache noted. */
  watching(views: KubeViews): KubeViews {
    const known = new Set<ObjectView>();
    return {
      of: (type: ResourceType, scope?: ViewScope): ObjectView => {
        const view = views.of(type, scope);
        if (!known.has(view) && watched.some((one) => isOfType(type, one))) {
          view.subscribe((change) => this.#shown(type, change));
          known.add(view);
        }
        return view;
      },
    };
  }

  answered(type: ResourceType, key: ObjectKey, answer: KubeObject | undefined): void {
    const version = answer?.metadata.resourceVersion;
    if (version === undefined || !watched.some((one) => isOfType(type, one))) return;
    this.#written = new Map(this.#written).set(objectId(type, key), version);
  }

  #shown(type: ResourceType, { type: kind, object }: ObjectChange): void {
    const key = keyOf(object);
    const id = objectId(type, key);
    const seen = new Map(this.#seen);
    if (kind === "deleted") seen.delete(id);
    else seen.set(id, object);
    this.#seen = seen;
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
