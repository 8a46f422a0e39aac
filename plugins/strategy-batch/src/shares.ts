import {
  parseShare,
  refusal,
  type BatchShare,
  type IntOrPercent,
  type Refusal,
  type RolloutBatch,
} from "@bellwether/core";
import { planPath } from "./wording.ts";

/** What every batch asks for, or what cannot be read of it, all at once. */
export function readShares(
  batches: readonly RolloutBatch[],
): { readonly shares: readonly BatchShare[] } | { readonly refusals: readonly Refusal[] } {
  const shares: BatchShare[] = [];
  const refusals: Refusal[] = [];
  for (const [index, { replicas, maxUnavailable }] of batches.entries()) {
    const share = parseShare(replicas);
    if (share === undefined) refusals.push(unreadable(`rolloutBatches[${index}].replicas`, replicas));
    else shares.push(share);
    if (parseShare(maxUnavailable) === undefined)
      refusals.push(unreadable(`rolloutBatches[${index}].maxUnavailable`, maxUnavailable));
  }
  return refusals.length > 0 ? { refusals } : { shares };
}

function unreadable(name: string, value: IntOrPercent | undefined): Refusal {
  const field = `${planPath}.${name}`;
  return refusal(
    "PLAN_BATCH_UNREADABLE",
    `${field} is ${JSON.stringify(value)}, neither a whole number of pods nor a whole percentage`,
    { field, remedy: "write a number of pods such as 2, or a percentage such as 20%" },
  );
}
