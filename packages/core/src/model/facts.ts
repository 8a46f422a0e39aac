import type { Refusal } from "../errors/refusal.ts";
import type { FailurePolicy } from "./plan.ts";
import type { Step } from "./step.ts";

/** One side of a rollout as last observed. */
export interface SideFacts {
  readonly exists: boolean;
  /** Pods that the workload is asked to run of this side. */
  readonly asked: number;
  readonly existing: number;
  readonly ready: number;
  /** The workload's controller has seen what was asked last. */
  readonly observed: boolean;
}

export const absentSide: SideFacts = { exists: false, asked: 0, existing: 0, ready: 0, observed: true };

export interface WorkloadFacts {
  readonly target: SideFacts;
  readonly source: SideFacts;
  /** Pods of other revisions that former rollouts have left; absent where there are none. */
  readonly abandoned?: SideFacts;
  /** No move of a former order is under way; a rollout may start from here. */
  readonly settled: boolean;
  /** The rollout object is controller owner of the workload, of both objects of a pair. */
  readonly claimed: boolean;
  /** It owns none of them. Absent: not claimed, as where there is one object. */
  readonly released?: boolean;
}

/** Everything that one pass decides on: plain values, observed at or after our own last write to each object. */
export interface Facts {
  /** Milliseconds since the epoch. */
  readonly now: number;
  /** Generation of the rollout object. */
  readonly generation: number;
  readonly deleted: boolean;
  readonly finalizer: boolean;
  readonly paused: boolean;
  readonly batchPartition: number | undefined;
  readonly desired: "Run" | "Hold" | "Abort" | "Rollback";
  readonly onFailure: FailurePolicy;
  readonly target: string;
  /** Empty in scale mode. */
  readonly source: string;
  /** `targetSize` of the plan; undefined when not given. */
  readonly targetSize: number | undefined;
  /** Whether this side's manifests are on the cluster, the workload held. */
  readonly located: { readonly target: boolean; readonly source: boolean };
  /** Nothing is left that only the source revision has. */
  readonly collected: boolean;
  /** What is wrong with the order itself, so that only an edit of it helps. */
  readonly refusal: Refusal | undefined;
  /** What must change in the cluster before the rollout can go on; the order itself is fine. */
  readonly obstacle: Refusal | undefined;
  readonly mode: "rollout" | "scale";
  readonly placement: "inPlace" | "pair";
  /** DecreaseFirst: the source is lowered before the target is raised. Only for a pair without a route. */
  readonly lowerFirst: boolean;
  /** Total pods of a rollout; the size to reach of a scale. */
  readonly size: number;
  /** Pods before a scale; the size for a rollout. */
  readonly original: number;
  /** Resolved steps; empty until the sizes are known. */
  readonly steps: readonly Step[];
  /** Pods of each step on the size for which the plan was accepted; empty like `steps`. */
  readonly acceptedGoals: readonly number[];
  readonly workload: WorkloadFacts;
}
