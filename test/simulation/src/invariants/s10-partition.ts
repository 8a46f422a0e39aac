import { isHost, type Write } from "../world/entry.ts";
import { isOfType, objectId, pods, workloadTypes } from "../world/resources.ts";
import { imageOf, readWorkload, askedOf } from "../world/workload.ts";
import type { World } from "../world/world.ts";
import type { Invariant } from "./invariant.ts";

/** Never more pods of a target than the reached step of its plan allows, asked for or there. */
export const partition: Invariant = {
  id: "S10",
  name: "partition",
  check(world, log) {
    const write = log.at(-1);
    if (write?.entry !== "write" || write.after === undefined) return undefined;
    if (isOfType(write.type, pods)) return tooManyPods(world, write);
    return isHost(write.actor) && workloadTypes.some((type) => isOfType(write.type, type))
      ? tooManyAsked(world, write)
      : undefined;
  },
};

function tooManyPods(world: World, { before, after }: Write): string | undefined {
  const image = imageOf(after);
  const isNewThere = before === undefined || imageOf(before) !== image;
  if (!isNewThere) return undefined;
  const run = world.runOf(image);
  if (run === undefined) return `a pod runs ${image}, which no rollout has asked for`;
  const count = world.podsOf(image);
  return count > run.allowed ? `${count} pods run ${image}, the plan allows ${run.allowed}` : undefined;
}

function tooManyAsked(world: World, { type, key, before, after }: Write): string | undefined {
  if (after === undefined) return undefined;
  const workload = readWorkload(after);
  const { image } = workload;
  const allowed = world.runOf(image)?.allowed ?? 0;
  const asked = askedOf(workload, image);
  const askedBefore = before === undefined ? 0 : askedOf(readWorkload(before), image);
  return asked > Math.max(allowed, askedBefore)
    ? `${objectId(type, key)} asks for ${asked} pods of ${image}, the plan allows ${allowed}`
    : undefined;
}
