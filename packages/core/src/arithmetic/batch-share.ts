import type { IntOrPercent } from "../model/plan.ts";

export type BatchShare = { readonly pods: number } | { readonly percent: number };

/** Undefined when the value is neither a whole number of pods nor a whole percentage. An omitted value is 0 pods. */
export function parseShare(value: IntOrPercent | undefined): BatchShare | undefined {
  if (value === undefined) return { pods: 0 };
  if (typeof value === "number") return Number.isSafeInteger(value) && value >= 0 ? { pods: value } : undefined;
  const digits = /^(\d{1,9})%?$/.exec(value)?.[1];
  return digits === undefined ? undefined : { percent: Number(digits) };
}

/** Pods of one share, rounded up. */
export function podsOf(share: BatchShare, base: number): number {
  return "pods" in share ? share.pods : Math.ceil((share.percent * base) / 100);
}
