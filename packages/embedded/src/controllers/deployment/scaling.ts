import { compareInTurn } from "../objects/deletion-order.ts";
import { epochMs } from "../objects/timestamp.ts";
import { type ReplicaSet, sizeOf } from "../replicaset/replica-set.ts";
import { desiredReplicasOf, maxReplicasOf, revisionOf } from "./annotations.ts";
import type { Bounds } from "./deployment.ts";

/** A Deployment's ReplicaSets: the one of its template, if there is one, and the others. */
export interface Generations {
  readonly fresh: ReplicaSet | undefined;
  readonly old: readonly ReplicaSet[];
}

/** The sizes that the ReplicaSets are to have; those not named keep theirs. */
export type Sizes = ReadonlyMap<ReplicaSet, number>;

export function allOf({ fresh, old }: Generations): readonly ReplicaSet[] {
  return fresh === undefined ? old : [...old, fresh];
}

export function totalSize(replicaSets: readonly ReplicaSet[]): number {
  return replicaSets.reduce((sum, one) => sum + sizeOf(one), 0);
}

/** Scaling without rolling: while paused, or after a change of the Deployment's size. */
export function scaledSizes(generations: Generations, bounds: Bounds, statusReplicas: number, spread: boolean): Sizes {
  const { fresh, old } = generations;
  const active = allOf(generations).filter((one) => sizeOf(one) > 0);
  if (active.length <= 1) {
    const only = active[0] ?? fresh ?? old.toSorted(newerFirst)[0];
    return only === undefined || sizeOf(only) === bounds.replicas ? new Map() : new Map([[only, bounds.replicas]]);
  }
  if (fresh !== undefined && isSaturated(fresh, bounds)) {
    return new Map(old.filter((one) => sizeOf(one) > 0).map((one) => [one, 0]));
  }
  return spread ? spreadSizes(active, bounds, statusReplicas) : new Map();
}

/** Each ReplicaSet takes its proportional share of the difference; the largest takes what rounding leaves. */
function spreadSizes(active: readonly ReplicaSet[], bounds: Bounds, statusReplicas: number): Sizes {
  const allowed = bounds.replicas > 0 ? bounds.replicas + bounds.maxSurge : 0;
  const toAdd = allowed - totalSize(active);
  const tie = toAdd > 0 ? newerFirst : olderFirst;
  const bySize = active.toSorted((a, b) => sizeOf(b) - sizeOf(a) || tie(a, b));
  const sizes = new Map<ReplicaSet, number>();
  let added = 0;
  for (const one of bySize) {
    const left = toAdd - added;
    const share = left === 0 ? 0 : shareOf(one, bounds, statusReplicas);
    const taken = toAdd > 0 ? Math.min(share, left) : Math.max(share, left);
    sizes.set(one, sizeOf(one) + taken);
    added += taken;
  }
  const largest = bySize[0];
  if (largest !== undefined) sizes.set(largest, Math.max(0, (sizes.get(largest) ?? 0) + toAdd - added));
  return sizes;
}

function shareOf(replicaSet: ReplicaSet, { replicas, maxSurge }: Bounds, statusReplicas: number): number {
  const size = sizeOf(replicaSet);
  if (replicas === 0) return -size;
  const before = maxReplicasOf(replicaSet) || statusReplicas;
  return before === 0 ? 0 : Math.round((size * (replicas + maxSurge)) / before) - size;
}

/** Nothing but the new ReplicaSet is needed any more. */
function isSaturated(fresh: ReplicaSet, { replicas }: Bounds): boolean {
  return (
    desiredReplicasOf(fresh) === replicas && sizeOf(fresh) === replicas && fresh.status?.availableReplicas === replicas
  );
}

export function olderFirst(a: ReplicaSet, b: ReplicaSet): number {
  return compareInTurn(age(a), age(b)) || compareNames(a, b);
}

function newerFirst(a: ReplicaSet, b: ReplicaSet): number {
  return compareInTurn(age(b), age(a)) || compareNames(a, b);
}

function age(replicaSet: ReplicaSet): readonly number[] {
  return [epochMs(replicaSet.metadata.creationTimestamp)];
}

function compareNames(a: ReplicaSet, b: ReplicaSet): number {
  return (a.metadata.name ?? "") < (b.metadata.name ?? "") ? -1 : 1;
}

/** The order in which history is forgotten. */
export function byRevision(a: ReplicaSet, b: ReplicaSet): number {
  return revisionOf(a) - revisionOf(b) || olderFirst(a, b);
}
