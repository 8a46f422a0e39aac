import type { IntOrPercent } from "../model/plan.ts";
import { parseShare, podsOf, type BatchShare } from "./batch-share.ts";
import { fitOf, movedBy, type Fit } from "./fixed-rounding.ts";
import { upstreamFitOf, upstreamMovedBy } from "./upstream-rounding.ts";

/** `fixed` rounds on the cumulative sum; `upstream-exact` does as KubeVela 1.1 did. */
export type Rounding = "fixed" | "upstream-exact";

/** What a list of batches is resolved against. */
export interface BatchBase {
  readonly mode: "rollout" | "scale";
  /** Total pods of a rollout; the size to reach of a scale. */
  readonly size: number;
  /** Pods before a scale; ignored for a rollout. */
  readonly original: number;
}

function widthOf({ mode, size, original }: BatchBase): number {
  return mode === "rollout" ? size : Math.abs(size - original);
}

/** Pods that must be reached when batch `index` (0-based) is done; never outside 0..size or original..size. */
export function goalOf(
  shares: readonly BatchShare[],
  index: number,
  base: BatchBase,
  rounding: Rounding = "fixed",
): number {
  const width = widthOf(base);
  const moved = rounding === "fixed" ? movedBy(shares, index, width) : upstreamMovedBy(shares, index, width);
  if (base.mode === "rollout") return moved;
  return base.size >= base.original ? base.original + moved : base.original - moved;
}

/** Whether the batches add up. */
export function fitOfBatches(shares: readonly BatchShare[], base: BatchBase, rounding: Rounding = "fixed"): Fit {
  const width = widthOf(base);
  return rounding === "fixed" ? fitOf(shares, width) : upstreamFitOf(shares, width, base.mode);
}

/** Pods that may be not ready when a batch is judged: rounded up, none when scaling down. Undefined when unreadable. */
export function toleranceOf(value: IntOrPercent | undefined, base: BatchBase): number | undefined {
  const share = parseShare(value);
  if (share === undefined) return undefined;
  if (base.mode === "scale" && base.size < base.original) return 0;
  return podsOf(share, widthOf(base));
}
