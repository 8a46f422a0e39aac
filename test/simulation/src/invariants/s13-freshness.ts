import { compareResourceVersions } from "@bellwether/core";
import { type Entry, isHost, type Shown, type Write } from "../world/entry.ts";
import { appRollouts, isOfType, objectId, workloadTypes } from "../world/resources.ts";
import type { Invariant } from "./invariant.ts";

/** Caches never go back in time, and nothing is decided on a state from before the host's own last write. */
export const freshness: Invariant = {
  id: "S13",
  name: "freshness",
  check(_world, log) {
    const entry = log.at(-1);
    if (entry?.entry === "shown") return timeTravel(entry, log);
    return entry?.entry === "write" && isHost(entry.actor) ? staleDecision(entry) : undefined;
  },
};

function timeTravel(shown: Shown, log: readonly Entry[]): string | undefined {
  const { actor, type, key, version } = shown;
  const id = objectId(type, key);
  const before = log.findLast(
    (entry): entry is Shown =>
      entry !== shown && entry.entry === "shown" && entry.actor === actor && objectId(entry.type, entry.key) === id,
  );
  if (before === undefined || compareResourceVersions(version, before.version) >= 0) return undefined;
  return `the cache of ${actor} goes back from version ${before.version} of ${id} to ${version}`;
}

function staleDecision({ actor, type, key, evidence }: Write): string | undefined {
  const isDecision = [appRollouts, ...workloadTypes].some((one) => isOfType(type, one));
  if (!isDecision || evidence === undefined) return undefined;
  for (const [id, version] of evidence.written) {
    const seen = evidence.seen.get(id)?.metadata.resourceVersion;
    if (seen === undefined || compareResourceVersions(seen, version) >= 0) continue;
    return `${actor} writes ${objectId(type, key)} with ${id} at version ${seen} in sight, but wrote version ${version} itself`;
  }
  return undefined;
}
