import { podsOf, type BatchBase, type BatchShare } from "@bellwether/core";

/** Where the plan stands in a rollout object. */
export const planPath = "spec.rolloutPlan";

/** Pods that all batches move together. */
export function widthOf({ mode, size, original }: BatchBase): number {
  return mode === "rollout" ? size : Math.abs(size - original);
}

export function podCount(pods: number): string {
  return pods === 1 ? "1 pod" : `${pods} pods`;
}

/** A share as users wrote it, with the pods that it comes to. */
export function shareText(share: BatchShare, base: BatchBase): string {
  return "pods" in share ? `${share.pods}` : `${share.percent}%, which is ${podCount(podsOf(share, widthOf(base)))}`;
}

/** `2 of 5 pods are left`. */
export function leftText(left: number, base: BatchBase): string {
  const purpose = base.mode === "rollout" ? "" : base.size < base.original ? " to remove" : " to add";
  return `${left} of ${widthOf(base)} pods ${left === 1 ? "is" : "are"} left${purpose}`;
}
