import type { KubeObject, ObjectKey, ResourceType } from "@bellwether/core";
import type { WriteRecord } from "@bellwether/embedded";

/** What a host went by when it sent a write. Both maps are by `objectId`. */
export interface Evidence {
  /** Rollouts and workloads as it has last read them: what a cache takes over later proves nothing, for or against. */
  readonly seen: ReadonlyMap<string, KubeObject>;
  /** The versions that its own acknowledged writes have made. */
  readonly written: ReadonlyMap<string, string>;
}

/** One committed write. */
export interface Write extends WriteRecord {
  readonly entry: "write";
  /** `host-1`, `user`, `autoscaler`, or the field manager of a controller. */
  readonly actor: string;
  /** Of hosts only. */
  readonly evidence?: Evidence;
  /** The UID that a host's delete named. */
  readonly deletesUid?: string;
}

/** A host's cache took over a state of an object. */
export interface Shown {
  readonly entry: "shown";
  readonly time: number;
  readonly actor: string;
  readonly type: ResourceType;
  readonly key: ObjectKey;
  readonly uid: string;
  readonly version: string;
  readonly gone: boolean;
}

/** A time is over in which nothing was asked of anybody. */
export interface Quiet {
  readonly entry: "quiet";
  readonly since: number;
  readonly time: number;
}

/** The history of one cluster, oldest first. */
export type Entry = Write | Shown | Quiet;

export function isHost(actor: string): boolean {
  return actor.startsWith("host-");
}
