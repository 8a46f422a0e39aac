import {
  keyOf,
  revisionAnnotation,
  type KubeObject,
  type ObjectKey,
  type ObjectView,
  type WorkloadHolder,
} from "@bellwether/core";
import { annotations } from "../kinds/keys.ts";
import type { Manifest } from "../render/rendered-revision.ts";

/** One object that is to be on the cluster, and where. */
export interface Placement {
  readonly manifest: Manifest;
  readonly view: ObjectView;
  readonly key: ObjectKey;
  /** For the workload that is rolled: how it is held, and for which revision. */
  readonly rolled?: RolledAs;
}

export interface RolledAs {
  readonly adapter: WorkloadHolder;
  /** Of the component; a pair is named for it. */
  readonly componentRevision: string;
  readonly applicationRevision: string;
}

export function place(manifest: Manifest, view: ObjectView, rolled?: RolledAs): Placement {
  const { object } = manifest;
  if (rolled === undefined) return { manifest, view, key: keyOf(object) };
  return { manifest, view, rolled, key: keyOf(rolled.adapter.hold(object, rolled.componentRevision, undefined)) };
}

/** The object as it is to be applied over the live one. */
export function desiredObject({ manifest, rolled }: Placement, live: KubeObject | undefined): KubeObject {
  const { object, hash } = manifest;
  const stamps = {
    [annotations.manifestHash]: hash,
    ...(rolled === undefined ? {} : { [revisionAnnotation]: rolled.applicationRevision }),
  };
  const stamped = {
    ...object,
    metadata: { ...object.metadata, annotations: { ...object.metadata.annotations, ...stamps } },
  };
  return rolled === undefined ? stamped : rolled.adapter.hold(stamped, rolled.componentRevision, live);
}

export function liveObject({ view, key }: Placement): KubeObject | undefined {
  return view.get(key);
}

/** Whether exactly this manifest was applied last. */
export function isPlaced(placement: Placement): boolean {
  const { manifest, rolled } = placement;
  const live = liveObject(placement);
  if (live === undefined || live.metadata.deletionTimestamp !== undefined) return false;
  const stamps = live.metadata.annotations ?? {};
  return (
    stamps[annotations.manifestHash] === manifest.hash &&
    (rolled === undefined || stamps[revisionAnnotation] === rolled.applicationRevision)
  );
}
