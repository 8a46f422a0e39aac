import type { KubeObject } from "@bellwether/core";
import { isHost, type Write } from "../world/entry.ts";
import { applicationRevisions, isOfType, objectId, workloadTypes } from "../world/resources.ts";
import type { World } from "../world/world.ts";
import type { Invariant } from "./invariant.ts";

/** Nothing is created twice for one intent: no second workload of a run, no second revision of one content. */
export const crashIdempotence: Invariant = {
  id: "S11",
  name: "crash idempotence",
  check(world, log) {
    const write = log.at(-1);
    if (write?.entry !== "write" || !isHost(write.actor) || write.before !== undefined) return undefined;
    return isOfType(write.type, applicationRevisions) ? secondRevision(world, write) : secondWorkload(world, write);
  },
};

function secondWorkload(world: World, { actor, type, key }: Write): string | undefined {
  const id = objectId(type, key);
  if (!workloadTypes.some((one) => isOfType(type, one)) || world.creationsOf(id) <= 1) return undefined;
  return `${actor} creates ${id} once more for the same target`;
}

function secondRevision(world: World, { actor, after }: Write): string | undefined {
  const content = contentOf(after);
  const twin = world.revisions().find((one) => one.metadata.uid !== after?.metadata.uid && contentOf(one) === content);
  if (twin === undefined) return undefined;
  return `${actor} creates revision ${after?.metadata.name}, which says the same as ${twin.metadata.name}`;
}

/** The number and the hash of a revision are not its content. */
function contentOf(revision: KubeObject | undefined): string {
  return JSON.stringify((revision?.["spec"] as { readonly application?: unknown } | undefined)?.application);
}
