import type { TrafficLevel } from "./step.ts";

export type IntOrPercent = number | string;

export type FailurePolicy = "Hold" | "Fail" | "Rollback";

/** `rolloutPlan` as users write it. Fields that are named here and not served yet are refused, never ignored. */
export interface RolloutPlan {
  /** Key of a strategy; default IncreaseFirst. */
  readonly rolloutStrategy?: string;
  readonly targetSize?: number;
  readonly numBatches?: number;
  readonly rolloutBatches?: readonly RolloutBatch[];
  /** 0-based index of the last batch that may finish; the rollout then waits. */
  readonly batchPartition?: number;
  readonly paused?: boolean;
  /** After a failed or expired step; default Hold. */
  readonly onFailure?: FailurePolicy;
  readonly [field: string]: unknown;
}

export interface RolloutBatch {
  readonly name?: string;
  /** This batch's own share, not cumulative. */
  readonly replicas?: IntOrPercent;
  /** Pods that may be not ready when the batch is judged; default 0. */
  readonly maxUnavailable?: IntOrPercent;
  readonly traffic?: TrafficLevel;
  readonly [field: string]: unknown;
}
