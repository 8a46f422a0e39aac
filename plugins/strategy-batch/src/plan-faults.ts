import { fitOfBatches, goalOf, refusal, type BatchBase, type BatchShare, type Refusal } from "@bellwether/core";
import type { RequestedBatches } from "./requested-batches.ts";
import { leftText, planPath, shareText, widthOf } from "./wording.ts";

const rest: BatchShare = { pods: 0 };

/** Why the batches do not add up to the size on which the plan was, or is to be, accepted. */
export function faultsOf(
  shares: readonly BatchShare[],
  { dealt }: RequestedBatches,
  base: BatchBase,
): readonly Refusal[] {
  if (dealt) return [];
  switch (fitOfBatches(shares, base)) {
    case "exceeds":
      return [exceeding(shares, base)];
    case "short":
      return [short(shares, base)];
    default:
      return [];
  }
}

/** Pods that no batch before this one takes. */
function leftBefore(shares: readonly BatchShare[], index: number, base: BatchBase): number {
  if (index === 0) return widthOf(base);
  return Math.abs(base.size - goalOf(shares, index - 1, base));
}

function exceeding(shares: readonly BatchShare[], base: BatchBase): Refusal {
  const last = shares.length - 1;
  const found = shares.findIndex((_, i) => fitOfBatches([...shares.slice(0, i + 1), rest], base) === "exceeds");
  const index = found < 0 ? last : found;
  const left = leftBefore(shares, index, base);
  const field = `${planPath}.rolloutBatches[${index}].replicas`;
  const lower = left > 0 ? `lower batch ${index + 1} to ${left} or less` : `leave batch ${index + 1} out`;
  return refusal(
    "PLAN_BATCHES_EXCEED_SIZE",
    `${field} is ${shareText(shares[index] ?? rest, base)}, but ${leftText(left, base)}`,
    {
      field,
      remedy: index === last ? `${lower}, or leave out its replicas: the last batch then takes the rest` : lower,
    },
  );
}

function short(shares: readonly BatchShare[], base: BatchBase): Refusal {
  const last = shares.length - 1;
  const left = leftBefore(shares, last, base);
  const field = `${planPath}.rolloutBatches[${last}].replicas`;
  return refusal(
    "PLAN_BATCHES_SHORT_OF_SIZE",
    `${field} is ${shareText(shares[last] ?? rest, base)}, but ${leftText(left, base)}`,
    {
      field,
      remedy: `raise batch ${last + 1} to ${left}, or leave out its replicas: the last batch then takes the rest`,
    },
  );
}
