import type { KubeObject } from "@bellwether/core";
import { type Evidence, isHost, type Write } from "../world/entry.ts";
import { movedAfter } from "../world/goals.ts";
import { type Rollout, toleratedBy } from "../world/rollout.ts";
import { askedOf, readWorkload, type Workload } from "../world/workload.ts";
import { isOfType, deployments } from "../world/resources.ts";
import type { World } from "../world/world.ts";
import type { Invariant } from "./invariant.ts";

/** No write of ours takes ready pods below what the rollout may miss, going by what the host had observed. */
export const availability: Invariant = {
  id: "S1",
  name: "availability",
  check(world, log) {
    const write = log.at(-1);
    if (write?.entry !== "write" || !isHost(write.actor) || !isOfType(write.type, deployments)) return undefined;
    const { before, evidence } = write;
    const rollout = rolloutOf(world, before);
    if (before === undefined || evidence === undefined || rollout === undefined || rollout.source === "") return;
    return shortfall(write, evidence, rollout);
  },
};

function rolloutOf(world: World, object: KubeObject | undefined): Rollout | undefined {
  const owner = object?.metadata.ownerReferences?.find(({ controller }) => controller === true);
  return world.rollouts().find(({ uid }) => uid === owner?.uid) ?? world.rollouts()[0];
}

function shortfall({ before, after }: Write, evidence: Evidence, rollout: Rollout): string | undefined {
  const asked = after === undefined ? 0 : readWorkload(after).replicas;
  if (before === undefined || asked >= readWorkload(before).replicas) return undefined;
  const pair = [...evidence.seen.values()].filter(({ kind }) => kind === "Deployment").map(readWorkload);
  const readyOf = (workload: Workload): number =>
    workload.object.metadata.uid === before.metadata.uid ? Math.min(workload.ready, asked) : workload.ready;
  const had = sum(pair.map(({ ready }) => ready));
  const keeps = sum(pair.map(readyOf));
  const needed = rollout.targetSize - mayMiss(rollout, pair);
  if (keeps >= Math.min(had, needed)) return undefined;
  return `${before.kind} ${before.metadata.name} is lowered to ${asked}: of ${had} ready pods ${keeps} are left, ${needed} are needed`;
}

/** What the batch tolerates and, where the source is lowered first, the batch itself. */
function mayMiss(rollout: Rollout, pair: readonly Workload[]): number {
  const { plan, targetSize, batch } = rollout;
  const batches = plan.rolloutBatches ?? [];
  const tolerated = toleratedBy(rollout, targetSize, batch);
  if (plan.rolloutStrategy !== "DecreaseFirst") return tolerated;
  const surge = Math.max(0, sum(pair.map((workload) => askedOf(workload, workload.image))) - targetSize);
  return tolerated + movedAfter(batches, targetSize, batch) - movedAfter(batches, targetSize, batch - 1) + surge;
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, one) => total + one, 0);
}
