import type { Pod } from "../objects/pod.ts";
import type { CloneSetBounds } from "./bounds.ts";
import { type ByRevision, type Calculation, calculate } from "./calculation.ts";
import type { CloneSet, CloneSetSpec } from "./clone-set.ts";
import { isAt, isAvailable, isSpecifiedDelete, stateOf } from "./pod-state.ts";
import type { ControllerRevision } from "./revisions.ts";

/** Feature gates of the OpenKruise manager; off unless switched on. */
export interface CloneSetGates {
  /** Raising the partition brings updated pods back to the old revision. */
  readonly partitionRollback?: boolean;
  /** A pod in state PreparingUpdate counts as new when scaling. */
  readonly preparingUpdateAsUpdate?: boolean;
}

/** All that one reconcile of a CloneSet decides on. */
export interface Snapshot {
  readonly cloneSet: CloneSet;
  readonly spec: CloneSetSpec;
  readonly bounds: CloneSetBounds;
  readonly gates: CloneSetGates;
  /** Neither finished nor terminating. */
  readonly pods: readonly Pod[];
  readonly current: ControllerRevision;
  readonly update: ControllerRevision;
  readonly revisions: readonly ControllerRevision[];
  readonly nowMs: number;
}

export function isFresh({ update }: Snapshot, pod: Pod): boolean {
  return isAt(pod, update.metadata.name ?? "");
}

/** Whether the pod is available by the CloneSet's own minReadySeconds. */
export function serves({ spec, nowMs }: Snapshot, pod: Pod): boolean {
  return isAvailable(pod, spec.minReadySeconds, nowMs);
}

export function calculationOf(snapshot: Snapshot, step: "scale" | "update"): Calculation {
  const { spec, gates, pods, current, update } = snapshot;
  const asFresh = step === "scale" && gates.preparingUpdateAsUpdate === true;
  const fresh = new Set(
    pods.filter((pod) => isFresh(snapshot, pod) || (asFresh && stateOf(pod) === "PreparingUpdate")),
  );
  const count = (some: readonly Pod[]): ByRevision => {
    const ofFresh = some.filter((pod) => fresh.has(pod)).length;
    return { old: some.length - ofFresh, fresh: ofFresh };
  };
  const active = pods.filter((pod) => stateOf(pod) !== "PreparingDelete");
  const counts = {
    pods: count(pods),
    preDeleting: count(pods.filter((pod) => stateOf(pod) === "PreparingDelete")),
    toDelete: count(active.filter((pod) => isSpecifiedDelete(spec, pod))),
    unavailable: count(active.filter((pod) => !isSpecifiedDelete(spec, pod) && !serves(snapshot, pod))),
  };
  return calculate(counts, snapshot.bounds, {
    sameRevision: current.metadata.name === update.metadata.name,
    excludePreparingDelete: spec.excludePreparingDelete,
    partitionRollback: gates.partitionRollback === true,
  });
}
