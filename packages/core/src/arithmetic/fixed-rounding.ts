import type { BatchShare } from "./batch-share.ts";

/** Hundredths of a pod, so that percentages add up exactly: int n is 100 n, percentage p is p * base. */
function hundredths(share: BatchShare, base: number): number {
  return "pods" in share ? share.pods * 100 : share.percent * base;
}

function sumOf(shares: readonly BatchShare[], base: number): number {
  return shares.reduce((sum, share) => sum + hundredths(share, base), 0);
}

/** Pods moved when batch `index` is done, rounded up on the cumulative sum; the last batch takes the rest. */
export function movedBy(shares: readonly BatchShare[], index: number, base: number): number {
  if (index >= shares.length - 1) return base;
  return Math.min(base, Math.ceil(sumOf(shares.slice(0, index + 1), base) / 100));
}

export type Fit = "fits" | "empty" | "exceeds" | "short";

/** Whether batches add up to `base` pods. */
export function fitOf(shares: readonly BatchShare[], base: number): Fit {
  const last = shares.at(-1);
  if (last === undefined) return "empty";
  const before = Math.ceil(sumOf(shares.slice(0, -1), base) / 100);
  if ("pods" in last && last.pods > 0) {
    if (before + last.pods === base) return "fits";
    return before + last.pods > base ? "exceeds" : "short";
  }
  if (before < base) return "fits";
  return before === base && sumOf(shares, base) <= base * 100 ? "fits" : "exceeds";
}
