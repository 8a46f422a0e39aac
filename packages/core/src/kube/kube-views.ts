import type { KubeObject, ObjectKey } from "./kube-object.ts";
import type { ResourceType } from "./resource-type.ts";

export interface ViewScope {
  /** Absent: all namespaces. */
  readonly namespace?: string;
  readonly labelSelector?: string;
}

export type ObjectChange = {
  readonly type: "added" | "modified" | "deleted";
  readonly object: KubeObject;
  readonly previous?: KubeObject;
};

/**
 * The objects of one type as the watch last showed them.
 * `get`, `list` and `owned` throw `StaleRead` while an own write to what they would return has not come back by the
 * watch yet, so that no decision rests on a state from before our last write.
 */
export interface ObjectView {
  readonly type: ResourceType;
  /** Resolves after the first complete list; rejects when the signal aborts. */
  synced(signal?: AbortSignal): Promise<void>;
  readonly hasSynced: boolean;
  /** Why the view is not current, in words; undefined while list and watch succeed. */
  readonly trouble: string | undefined;
  get(key: ObjectKey): KubeObject | undefined;
  list(namespace?: string): readonly KubeObject[];
  /** Objects whose controller owner reference has this UID. */
  owned(ownerUid: string): readonly KubeObject[];
  /** Told after every change of the cache, once per object. */
  subscribe(listener: (change: ObjectChange) => void): Disposable;
}

/** Opens watches when somebody needs them; equal scopes share one watch. */
export interface KubeViews {
  of(type: ResourceType, scope?: ViewScope): ObjectView;
  /**
   * Lists everything anew that is open: what others have written so far may not have come by the watches. Resolves when
   * each view shows what was asked for after this call, or tells its trouble. Never rejects.
   */
  relist(): Promise<void>;
}

/** The cache does not hold our own last write yet; the watch event that brings it wakes the reader. */
export class StaleRead extends Error {
  override readonly name: string = "StaleRead";
}
