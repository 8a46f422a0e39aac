import {
  distribute,
  refusal,
  type BatchBase,
  type Refusal,
  type RolloutBatch,
  type RolloutPlan,
} from "@bellwether/core";
import { planPath, podCount, widthOf } from "./wording.ts";

const mostSteps = 50;

export interface RequestedBatches {
  readonly batches: readonly RolloutBatch[];
  /** Dealt out by us: they follow the size, so there is nothing to add up. */
  readonly dealt: boolean;
}

/** The batches that a plan lists, or deals out. */
export function requestedBatches(
  { numBatches, rolloutBatches = [] }: RolloutPlan,
  base: BatchBase,
): RequestedBatches | { readonly refusals: readonly Refusal[] } {
  const count = rolloutBatches.length > 0 ? rolloutBatches.length : (numBatches ?? 0);
  if (numBatches !== undefined && !(Number.isSafeInteger(numBatches) && numBatches >= 0)) {
    return refused("PLAN_BATCHES_MISSING", `${planPath}.numBatches is ${numBatches}, not a number of batches`, {
      field: `${planPath}.numBatches`,
    });
  }
  if (count === 0) return missing(base);
  if (numBatches !== undefined && numBatches !== count) return disagreeing(numBatches, count);
  if (count > mostSteps) return tooLong(count, rolloutBatches.length > 0, base);
  if (rolloutBatches.length > 0) return { batches: rolloutBatches, dealt: false };
  return { batches: distribute(widthOf(base), count).map((replicas) => ({ replicas })), dealt: true };
}

function refused(...[code, message, options]: Parameters<typeof refusal>): { readonly refusals: readonly Refusal[] } {
  return { refusals: [refusal(code, message, options)] };
}

function missing(base: BatchBase): { readonly refusals: readonly Refusal[] } {
  const width = widthOf(base);
  return refused("PLAN_BATCHES_MISSING", `${planPath} has no batches: neither rolloutBatches nor numBatches is given`, {
    field: `${planPath}.rolloutBatches`,
    remedy: `list rolloutBatches, or set numBatches: ${Math.min(3, Math.max(1, width))} deals out ${podCount(width)}`,
  });
}

function disagreeing(numBatches: number, count: number): { readonly refusals: readonly Refusal[] } {
  return refused(
    "PLAN_BATCHES_DISAGREE",
    `${planPath}.numBatches is ${numBatches}, but rolloutBatches lists ${count}`,
    {
      field: `${planPath}.numBatches`,
      remedy: `leave numBatches out, or set it to ${count}`,
    },
  );
}

function tooLong(count: number, listed: boolean, base: BatchBase): { readonly refusals: readonly Refusal[] } {
  const field = `${planPath}.${listed ? "rolloutBatches" : "numBatches"}`;
  const share = Math.max(1, Math.ceil(widthOf(base) / mostSteps));
  return refused("PLAN_TOO_LONG", `${field} makes ${count} steps; a plan has at most ${mostSteps}`, {
    field,
    remedy: `use ${mostSteps} batches or fewer: with ${podCount(share)} each they reach all ${widthOf(base)}`,
  });
}
