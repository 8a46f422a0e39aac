import type { CloneSetBounds } from "./bounds.ts";

/** A number of pods, by revision. */
export interface ByRevision {
  readonly old: number;
  readonly fresh: number;
}

/** Of the pods that are neither finished nor terminating. */
export interface PodCounts {
  readonly pods: ByRevision;
  /** In state PreparingDelete. */
  readonly preDeleting: ByRevision;
  /** The others that are to be deleted by label or by name. */
  readonly toDelete: ByRevision;
  /** The others that are not available. */
  readonly unavailable: ByRevision;
}

export interface CalculationOptions {
  readonly sameRevision: boolean;
  readonly excludePreparingDelete: boolean;
  /** Whether raising the partition brings pods back to the old revision. */
  readonly partitionRollback: boolean;
}

/** What is missing and what is too much, in pods. */
export interface Calculation {
  readonly scaleUp: number;
  /** Of them, at the old revision; may exceed `scaleUp`. */
  readonly scaleUpOld: number;
  /** How many of them may be created now. */
  readonly scaleUpLimit: number;
  readonly scaleDown: number;
  readonly scaleDownOld: number;
  /** How many ready pods may be deleted now. */
  readonly deleteReadyLimit: number;
  readonly useSurge: number;
  readonly useSurgeOld: number;
  /** Pods to update; negative: to move back to the old revision. */
  readonly update: number;
  readonly updateMaxUnavailable: number;
}

export function calculate(counts: PodCounts, bounds: CloneSetBounds, options: CalculationOptions): Calculation {
  const { replicas, partition, maxUnavailable } = bounds;
  const { pods, preDeleting, toDelete } = counts;
  const [oldDiff, newDiff] = revisionDiffs(counts, bounds, options);
  const unavailable = sum(preDeleting) + sum(counts.unavailable);
  const [useSurge, useSurgeOld] = surge(toDelete, unavailable, oldDiff, newDiff, bounds);

  const excluded = options.excludePreparingDelete ? preDeleting : { old: 0, fresh: 0 };
  const total = sum(pods) - sum(excluded);
  const oldTotal = pods.old - excluded.old;
  const expected = replicas + useSurge;
  const expectedOld = partition + useSurgeOld;

  const scaleUp = Math.max(expected - total, 0);
  const scaleDown = Math.max(total - sum(toDelete) - expected, 0);
  const update = Math.abs(oldDiff) <= Math.abs(newDiff) ? oldDiff : 0 - newDiff;
  const deletes = sum(toDelete) > 0 || scaleDown > 0;
  return {
    scaleUp,
    scaleUpOld: scaleUp === 0 ? 0 : Math.max(expectedOld - oldTotal, 0),
    scaleUpLimit: Math.min(scaleUp, Math.max(bounds.scaleMaxUnavailable - unavailable, 0)),
    scaleDown,
    scaleDownOld: scaleDown === 0 ? 0 : Math.max(oldTotal - toDelete.old - expectedOld, 0),
    deleteReadyLimit: deletes ? Math.max(maxUnavailable + (sum(pods) - replicas) - unavailable, 0) : 0,
    useSurge,
    useSurgeOld,
    update,
    updateMaxUnavailable: update === 0 ? 0 : maxUnavailable + sum(pods) - replicas,
  };
}

/** Pods too many at the old and at the new revision; without rollback by partition never too few old ones. */
function revisionDiffs(
  { pods, preDeleting }: PodCounts,
  { replicas, partition }: CloneSetBounds,
  { sameRevision, partitionRollback }: CalculationOptions,
): readonly [number, number] {
  const oldDiff = pods.old - preDeleting.old - partition;
  const newDiff = pods.fresh - preDeleting.fresh - (replicas - partition);
  const onlyForward = sameRevision || !partitionRollback;
  return onlyForward ? [Math.max(oldDiff, 0), Math.min(newDiff, 0)] : [oldDiff, newDiff];
}

/** Pods above the replicas, in all and at the old revision, to make up for those that go or are updated. */
function surge(
  toDelete: ByRevision,
  unavailable: number,
  oldDiff: number,
  newDiff: number,
  { maxSurge, maxUnavailable }: CloneSetBounds,
): readonly [number, number] {
  if (maxSurge === 0) return [0, 0];
  const leaving = sum(toDelete);
  const forScale = leaving === 0 ? 0 : Math.min(Math.max(unavailable + leaving - maxUnavailable, 0), leaving);
  const forScaleOld = Math.max(forScale - toDelete.fresh, 0);
  const forUpdate = oldDiff * newDiff < 0 ? Math.min(Math.abs(oldDiff), Math.abs(newDiff)) : 0;
  const forUpdateOld = oldDiff < 0 ? forUpdate : 0;
  const [wanted, wantedOld] = forScale >= forUpdate ? [forScale, forScaleOld] : [forUpdate, forUpdateOld];
  const used = Math.min(maxSurge, wanted);
  return [used, Math.min(used, wantedOld)];
}

function sum({ old, fresh }: ByRevision): number {
  return old + fresh;
}
