import { type ReplicaSet, sizeOf } from "../replicaset/replica-set.ts";
import type { Bounds } from "./deployment.ts";
import { allOf, type Generations, olderFirst, type Sizes, totalSize } from "./scaling.ts";

/** The size that the new ReplicaSet may grow to now, in the room that the surge leaves. */
export function freshSize(fresh: ReplicaSet, all: readonly ReplicaSet[], { replicas, maxSurge }: Bounds): number {
  const size = sizeOf(fresh);
  if (size >= replicas) return replicas;
  const room = replicas + maxSurge - totalSize(all);
  return room <= 0 ? size : size + Math.min(room, replicas - size);
}

/** The sizes of the old ReplicaSets: unhealthy pods go first, healthy ones while enough are available. */
export function oldSizes(generations: Generations, { replicas, maxUnavailable }: Bounds): Sizes {
  const all = allOf(generations);
  const old = generations.old.filter((one) => sizeOf(one) > 0).toSorted(olderFirst);
  const fresh = generations.fresh;
  const freshUnavailable = fresh === undefined ? 0 : sizeOf(fresh) - available(fresh);
  const minAvailable = replicas - maxUnavailable;
  const sizes = new Map(old.map((one) => [one, sizeOf(one)]));
  const take = (one: ReplicaSet, pods: number, budget: number): number => {
    const taken = Math.max(0, Math.min(pods, budget));
    sizes.set(one, (sizes.get(one) ?? 0) - taken);
    return budget - taken;
  };
  let budget = totalSize(all) - minAvailable - freshUnavailable;
  if (budget <= 0) return new Map();
  for (const one of old) budget = take(one, sizeOf(one) - available(one), budget);
  let healthy = all.reduce((sum, one) => sum + available(one), 0) - minAvailable;
  for (const one of old) healthy = take(one, sizes.get(one) ?? 0, healthy);
  return sizes;
}

function available(replicaSet: ReplicaSet): number {
  return replicaSet.status?.availableReplicas ?? 0;
}
