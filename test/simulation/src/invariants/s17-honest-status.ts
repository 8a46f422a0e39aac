import { type Evidence, isHost, type Write } from "../world/entry.ts";
import { goalOf, readRollout, type Rollout, scalesDown, toleratedBy } from "../world/rollout.ts";
import { appRollouts, isOfType } from "../world/resources.ts";
import { sizeOf } from "../world/run.ts";
import { readWorkload, type Workload } from "../world/workload.ts";
import type { World } from "../world/world.ts";
import type { Invariant } from "./invariant.ts";

/**
 * A status says that a step or the whole is done only if the host had observed it. Pods that fail once the last batch
 * was proved do not take back that it was.
 */
export const honestStatus: Invariant = {
  id: "S17",
  name: "honest status",
  check(world, log) {
    const write = log.at(-1);
    if (write?.entry !== "write" || !isHost(write.actor) || !isOfType(write.type, appRollouts)) return undefined;
    return write.evidence === undefined ? undefined : dishonesty(world, write, write.evidence);
  },
};

function dishonesty(world: World, { before, after }: Write, { seen }: Evidence): string | undefined {
  if (after === undefined) return undefined;
  const claim = readRollout(after);
  const earlier = before === undefined ? undefined : readRollout(before);
  const workloads = [...seen.values()].filter(({ kind }) => kind !== "AppRollout").map(readWorkload);
  const image = world.imageOfRevision(claim.lastTarget === "" ? claim.target : claim.lastTarget);
  const target = workloads.find((workload) => workload.image === image);
  const ready = target?.updatedReady ?? 0;
  const claimsNumber = claim.upgradedReady !== earlier?.upgradedReady;
  if (claimsNumber && claim.upgradedReady > Math.max(ready, target?.ready ?? 0))
    return `the status counts ${claim.upgradedReady} ready pods, ${ready} were observed`;
  const done = batchClaimed(claim, earlier);
  if (done === undefined) return undefined;
  const size = sizeOf(claim, workloads);
  return scalesDown(claim)
    ? unproved(target, goalOf(claim, size, done))
    : unready(claim, ready, goalOf(claim, size, done) - toleratedBy(claim, size, done));
}

/** The batch that the status newly says is done: before the workload is released, the last one. */
function batchClaimed(claim: Rollout, earlier: Rollout | undefined): number | undefined {
  const last = (claim.plan.rolloutBatches ?? []).length - 1;
  if (claim.state === "finalising") return earlier?.state === claim.state ? undefined : last;
  if (claim.state === "rolloutSucceed" && earlier?.state !== claim.state && earlier?.state !== "finalising")
    return last;
  if (claim.state !== "rollingInBatches" || claim.batchState !== "batchReady") return undefined;
  const isOld =
    earlier?.state === claim.state && earlier.batchState === claim.batchState && earlier.batch === claim.batch;
  return isOld ? undefined : claim.batch;
}

function unready({ state, batch }: Rollout, ready: number, needed: number): string | undefined {
  if (ready >= needed) return undefined;
  return `the status says ${state} at batch ${batch}, but ${ready} ready pods were observed and ${needed} are needed`;
}

function unproved(target: Workload | undefined, goal: number): string | undefined {
  const existing = target?.existing ?? 0;
  return existing <= goal ? undefined : `the status says that ${goal} pods are left, but ${existing} were observed`;
}
