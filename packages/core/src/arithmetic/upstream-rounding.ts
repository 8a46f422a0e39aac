import { podsOf, type BatchShare } from "./batch-share.ts";
import type { Fit } from "./fixed-rounding.ts";

function sumOf(shares: readonly BatchShare[], base: number): number {
  return shares.reduce((sum, share) => sum + podsOf(share, base), 0);
}

/** Pods moved when batch `index` is done in KubeVela 1.1: percentages rounded up per batch, only the last index takes the rest. */
export function upstreamMovedBy(shares: readonly BatchShare[], index: number, base: number): number {
  if (index === shares.length - 1) return base;
  return sumOf(shares.slice(0, index + 1), base);
}

export function upstreamFitOf(shares: readonly BatchShare[], base: number, mode: "rollout" | "scale"): Fit {
  const last = shares.at(-1);
  if (last === undefined) return "empty";
  const before = sumOf(shares.slice(0, -1), base);
  const roomIsLeft = mode === "scale" && base === 0 ? before === 0 : before < base;
  if (!roomIsLeft) return "exceeds";
  if ("percent" in last || before + last.pods === base) return "fits";
  return before + last.pods > base ? "exceeds" : "short";
}
