import type { BatchState, MoverPhase, Outcome, RollingState } from "./states.ts";

/** All that a rollout remembers between two passes. Everything else is observed anew. */
export interface RolloutState {
  readonly rollingState: RollingState;
  readonly batchRollingState: BatchState;
  /** 0-based. */
  readonly currentBatch: number;
  readonly step: StepMemory;
  /** Replicas before (scale); same as the target size in place. -1: not determined yet. */
  readonly originalSize: number;
  /** Size used for all arithmetic. -1: not determined yet. */
  readonly targetSize: number;
  /** Target the machine last worked on; empty until both revisions were read. */
  readonly lastTarget: string;
  readonly lastSource: string;
  /** Pods of the target revision asked for so far. */
  readonly upgradedReplicas: number;
  /** Ready ones among them, as seen with the last transition. */
  readonly upgradedReadyReplicas: number;
  /** The last proven revision and the total of the first claim, kept until all pods are of one revision again. */
  readonly stable?: { readonly revision: string; readonly size: number };
}

export interface StepMemory {
  /** Counts retries of one step. */
  readonly attempt: number;
  readonly phase?: MoverPhase;
  /** When the step began, milliseconds since the epoch. */
  readonly entered: number;
  /** When the current state or phase began, milliseconds since the epoch. */
  readonly since: number;
  /** Generation of the rollout object on which the last refusal or failure was decided. */
  readonly generation: number;
  /** Pods that the batch in hand was to reach when it began; an edit may not change what has begun. */
  readonly goal?: number;
  readonly outcome?: Outcome;
  readonly waived?: "Step" | "All";
  /** The last pass found the rollout paused; time does not count meanwhile. */
  readonly paused?: true;
  /** Hooks accepted in this state. */
  readonly done: readonly string[];
}

/** The state of a rollout that has not been looked at yet, and of one that starts over. */
export function initialState(now: number): RolloutState {
  return {
    rollingState: "locatingTargetApp",
    batchRollingState: "batchInitializing",
    currentBatch: 0,
    step: { attempt: 1, entered: now, since: now, generation: 0, done: [] },
    originalSize: -1,
    targetSize: -1,
    lastTarget: "",
    lastSource: "",
    upgradedReplicas: 0,
    upgradedReadyReplicas: 0,
  };
}
