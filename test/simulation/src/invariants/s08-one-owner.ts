import type { KubeObject } from "@bellwether/core";
import { isHost, type Write } from "../world/entry.ts";
import { isOfType, leases, objectId, workloadTypes } from "../world/resources.ts";
import type { World } from "../world/world.ts";
import type { Invariant } from "./invariant.ts";

/** One host at a time writes an object, and no host writes a workload that somebody else controls. */
export const oneOwner: Invariant = {
  id: "S8",
  name: "one owner",
  check(world, log) {
    const write = log.at(-1);
    if (write?.entry !== "write" || !isHost(write.actor) || isOfType(write.type, leases)) return undefined;
    return staleTerm(world, write) ?? foreignWorkload(world, write);
  },
};

function staleTerm(world: World, { actor, type, key }: Write): string | undefined {
  const id = objectId(type, key);
  const epoch = world.epochOf(actor);
  const last = world.lastEpochOf(id);
  return last > epoch
    ? `${actor} of epoch ${epoch} writes ${id}, which was written in epoch ${last} already`
    : undefined;
}

function foreignWorkload(world: World, { actor, type, key, before }: Write): string | undefined {
  const owner = before === undefined ? undefined : controllerOf(before);
  if (owner === undefined || !workloadTypes.some((one) => isOfType(type, one))) return undefined;
  const isOurs = owner.kind === "AppRollout" || owner.kind === "Application";
  return isOurs ? undefined : `${actor} writes ${objectId(type, key)}, which ${owner.kind} ${owner.name} controls`;
}

function controllerOf({ metadata }: KubeObject): { readonly kind: string; readonly name: string } | undefined {
  return metadata.ownerReferences?.find(({ controller }) => controller === true);
}
