import { revisionAnnotation, type KubeObject } from "@bellwether/core";
import { keptBy } from "./partition.ts";
import { readUpdate } from "./update-strategy.ts";

/** What a rollout reads of a CloneSet, whatever its version. */
export interface CloneSet {
  readonly object: KubeObject;
  /** The revision whose template it has; undefined when no rollout has put it there. */
  readonly revision: string | undefined;
  readonly replicas: number;
  /** Pods that stay at the old revision, in pods. */
  readonly partition: number;
  readonly paused: boolean;
  /** The status is of the spec as it is now. */
  readonly observed: boolean;
  readonly pods: PodCounts;
}

interface PodCounts {
  readonly all: number;
  readonly ready: number;
  readonly updated: number;
  readonly updatedReady: number;
}

interface CloneSetSpec {
  readonly replicas?: number;
  readonly updateStrategy?: unknown;
}

interface CloneSetStatus {
  readonly observedGeneration?: number;
  readonly replicas?: number;
  readonly readyReplicas?: number;
  readonly updatedReplicas?: number;
  readonly updatedReadyReplicas?: number;
}

export function readCloneSet(object: KubeObject): CloneSet {
  const spec = (object["spec"] ?? {}) as CloneSetSpec;
  const status = (object["status"] ?? {}) as CloneSetStatus;
  const { partition, paused = false } = readUpdate(object.apiVersion, spec.updateStrategy);
  const replicas = spec.replicas ?? 1;
  const observed = (status.observedGeneration ?? 0) >= (object.metadata.generation ?? 0);
  // A held template may be newer than the status: then nothing is known to have it.
  const known = observed || !paused;
  return {
    object,
    revision: object.metadata.annotations?.[revisionAnnotation],
    replicas,
    partition: keptBy(partition, replicas),
    paused,
    observed,
    pods: {
      all: status.replicas ?? 0,
      ready: status.readyReplicas ?? 0,
      updated: known ? (status.updatedReplicas ?? 0) : 0,
      updatedReady: known ? (status.updatedReadyReplicas ?? 0) : 0,
    },
  };
}
