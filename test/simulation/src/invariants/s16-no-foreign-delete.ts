import { isHost, type Write } from "../world/entry.ts";
import { isAtRest } from "../world/rollout.ts";
import { isOfType, objectId, workloadTypes } from "../world/resources.ts";
import { readWorkload } from "../world/workload.ts";
import type { World } from "../world/world.ts";
import type { Invariant } from "./invariant.ts";

/** A delete names the UID of an object that a host has created, and never takes what a rollout is bringing. */
export const noForeignDelete: Invariant = {
  id: "S16",
  name: "no foreign delete",
  check(world, log) {
    const write = log.at(-1);
    if (write?.entry !== "write" || !isHost(write.actor) || write.verb !== "delete") return undefined;
    return unnamed(world, write) ?? needed(world, write);
  },
};

function unnamed(world: World, { actor, type, key, before, deletesUid }: Write): string | undefined {
  const id = objectId(type, key);
  if (deletesUid === undefined) return `${actor} deletes ${id} without naming its UID`;
  return world.isOurs(before?.metadata.uid ?? "") ? undefined : `${actor} deletes ${id}, which no host has created`;
}

function needed(world: World, { actor, type, key, before }: Write): string | undefined {
  if (before === undefined || !workloadTypes.some((one) => isOfType(type, one))) return undefined;
  const { image } = readWorkload(before);
  const rollout = world
    .rollouts()
    .find((one) => !isAtRest(one) && one.lastTarget !== "" && world.imageOfRevision(one.lastTarget) === image);
  if (rollout === undefined) return undefined;
  return `${actor} deletes ${objectId(type, key)}, the target of ${rollout.object.metadata.name}`;
}
