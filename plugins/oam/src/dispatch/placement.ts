import { keyOf, revisionAnnotation, type KubeObject, type ObjectView, type WorkloadAdapter } from "@bellwether/core";
import { annotations } from "../kinds/keys.ts";
import type { Manifest } from "../render/rendered-revision.ts";

/** One object that is to be on the cluster, and where. */
export interface Placement {
  readonly manifest: Manifest;
  readonly view: ObjectView;
  /** For the workload that is rolled: how it is held, and for which revision. */
  readonly rolled?: RolledAs;
}

export interface RolledAs {
  readonly adapter: WorkloadAdapter;
  /** Of the component; a pair is named for it. */
  readonly componentRevision: string;
  readonly applicationRevision: string;
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

export function liveObject(placement: Placement): KubeObject | undefined {
  return placement.view.get(keyOf(desiredObject(placement, undefined)));
}

/** Whether exactly this manifest was applied last. */
export function isPlaced(placement: Placement): boolean {
  const live = liveObject(placement);
  if (live === undefined || live.metadata.deletionTimestamp !== undefined) return false;
  const stamps = live.metadata.annotations ?? {};
  return (
    stamps[annotations.manifestHash] === placement.manifest.hash &&
    (placement.rolled === undefined || stamps[revisionAnnotation] === placement.rolled.applicationRevision)
  );
}
