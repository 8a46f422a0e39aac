import {
  defaultDeadlineSeconds,
  goalOf,
  toleranceOf,
  type BatchBase,
  type BatchShare,
  type Plan,
  type PlanRequest,
  type RolloutBatch,
  type Step,
  type Strategy,
} from "@bellwether/core";
import { faultsOf } from "./plan-faults.ts";
import { requestedBatches } from "./requested-batches.ts";
import { readShares } from "./shares.ts";

/** Batches of pods without a route; the two strategies differ in which side of a pair moves first. */
export function createBatchStrategy({ lowerFirst }: Pick<Strategy, "lowerFirst">): Strategy {
  return { lowerFirst, plan };
}

function plan(request: PlanRequest): Plan {
  const { mode, size, original, acceptedSize } = request;
  const base: BatchBase = { mode, size, original };
  const requested = requestedBatches(request.plan, base);
  if ("refusals" in requested) return requested;
  const read = readShares(requested.batches);
  if ("refusals" in read) return read;
  const refusals = faultsOf(read.shares, requested, { ...base, size: acceptedSize });
  return refusals.length > 0 ? { refusals } : { steps: stepsOf(requested.batches, read.shares, base, request) };
}

function stepsOf(
  batches: readonly RolloutBatch[],
  shares: readonly BatchShare[],
  base: BatchBase,
  { plan: { onFailure = "Hold" } }: PlanRequest,
): readonly Step[] {
  return batches.map(({ name, maxUnavailable }, index) => ({
    index,
    ...(name === undefined ? {} : { name }),
    pods: goalOf(shares, index, base),
    extra: 0,
    gates: [],
    maxUnavailable: toleranceOf(maxUnavailable, base) ?? 0,
    deadlineSeconds: defaultDeadlineSeconds,
    onExpiry: onFailure,
  }));
}
