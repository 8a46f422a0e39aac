import { compareResourceVersions } from "@bellwether/core";
import { type Entry, isHost, type Shown, type Write } from "../world/entry.ts";
import { appRollouts, isOfType, objectId, workloadTypes } from "../world/resources.ts";
import { readRollout } from "../world/rollout.ts";
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

function staleDecision(write: Write): string | undefined {
  const { actor, type, key, evidence } = write;
  const moves = workloadTypes.some((one) => isOfType(type, one)) || isStepForward(write);
  if (!moves || evidence === undefined) return undefined;
  for (const [id, version] of evidence.written) {
    const seen = evidence.seen.get(id)?.metadata.resourceVersion;
    if (seen === undefined || compareResourceVersions(seen, version) >= 0) continue;
    return `${actor} writes ${objectId(type, key)} with ${id} at version ${seen} in sight, but wrote version ${version} itself`;
  }
  return undefined;
}

/** A status of a rollout in its batches: it rests on the workload, where those before and after do not. */
function isStepForward({ type, before, after }: Write): boolean {
  if (!isOfType(type, appRollouts) || before === undefined || after === undefined) return false;
  const [was, is] = [readRollout(before), readRollout(after)];
  return is.state === "rollingInBatches" && (was.batch !== is.batch || was.batchState !== is.batchState);
}
