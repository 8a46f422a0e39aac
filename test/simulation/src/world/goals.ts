export interface Batch {
  readonly replicas?: number | string;
  readonly maxUnavailable?: number | string;
}

/** A plan as users write it, as far as the simulation uses it. */
export interface Plan {
  readonly rolloutStrategy?: "IncreaseFirst" | "DecreaseFirst";
  readonly targetSize?: number;
  readonly rolloutBatches?: readonly Batch[];
  readonly batchPartition?: number;
  readonly paused?: boolean;
}

function share(amount: number | string, base: number): number {
  return typeof amount === "number" ? amount : (Number.parseInt(amount, 10) * base) / 100;
}

/** Pods that must have moved when the batch is done: the sum is rounded up, the last batch takes the rest. */
export function movedAfter(batches: readonly Batch[], base: number, batch: number): number {
  if (batch < 0) return 0;
  if (batch >= batches.length - 1) return base;
  const sum = batches.slice(0, batch + 1).reduce((total, { replicas = 0 }) => total + share(replicas, base), 0);
  return Math.min(base, Math.ceil(sum - 1e-9));
}

/** Pods that may be not ready when the batch is judged. */
export function toleranceOf(batches: readonly Batch[], base: number, batch: number): number {
  const { maxUnavailable = 0 } = batches[Math.min(batch, batches.length - 1)] ?? {};
  return Math.ceil(share(maxUnavailable, base) - 1e-9);
}
