import { type Entry, isHost, type Write } from "../world/entry.ts";
import { isOfType, leases, objectId } from "../world/resources.ts";
import type { Invariant } from "./invariant.ts";

/** Converged or paused, no host writes anything; the lease of the leader apart. */
export const quiescence: Invariant = {
  id: "S12",
  name: "quiescence",
  check(_world, log) {
    const quiet = log.at(-1);
    if (quiet?.entry !== "quiet") return undefined;
    const writes = log.filter((entry): entry is Write => isNoise(entry, quiet.since));
    const [first] = writes;
    if (first === undefined) return undefined;
    const what = `${first.actor} ${first.verb} ${objectId(first.type, first.key)}`;
    return `${writes.length} writes within ${(quiet.time - quiet.since) / 60_000} quiet minutes, first: ${what}`;
  },
};

function isNoise(entry: Entry, since: number): boolean {
  return entry.entry === "write" && entry.time >= since && isHost(entry.actor) && !isOfType(entry.type, leases);
}
