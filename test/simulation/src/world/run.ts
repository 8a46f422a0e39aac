import { goalOf, type Rollout } from "./rollout.ts";
import { askedOf, type Workload } from "./workload.ts";

/** One attempt of a rollout to bring one target: how many pods of it may exist by now. */
export interface Run {
  /** UID of the rollout object. */
  readonly rollout: string;
  /** The image that tells the target's pods. */
  readonly image: string;
  /** The most that was ever in order: found at the start, reached by the plan, or ordered from outside. */
  readonly allowed: number;
}

/** Pods of the target that the plan allows at the step that the status has reached. */
export function reachedBy(rollout: Rollout, size: number): number {
  const { state, batchState, batch } = rollout;
  if (state === "rolloutSucceed") return Number.POSITIVE_INFINITY;
  if (state === "finalising") return goalOf(rollout, size, Number.MAX_SAFE_INTEGER);
  if (state !== "rollingInBatches") return 0;
  const done = batchState === "batchInitializing" || batchState === "batchVerifyFailed" ? batch - 1 : batch;
  return goalOf(rollout, size, done);
}

/** The total of a rollout: the live size of one object; of a pair what the rollout has recorded. */
export function sizeOf(rollout: Rollout, workloads: readonly Workload[]): number {
  const cloneSet = workloads.find(({ isCloneSet }) => isCloneSet);
  return cloneSet?.replicas ?? rollout.targetSize;
}

export function askedInAll(workloads: readonly Workload[], image: string): number {
  return workloads.reduce((sum, workload) => sum + askedOf(workload, image), 0);
}
