import type { Outcome, SeedEvent } from "../model/states.ts";
import type { GuardName } from "./guards.ts";
import { machineStates, type MachineState } from "./machine-state.ts";

/** What a row writes into the memory besides the state. */
export type Bookkeeping = "rememberPair" | "measure" | "nextBatch" | "nextAttempt" | "prove" | "reset";

export interface Transition {
  readonly from: readonly MachineState[];
  /** All must hold. The last one is the row's reason in status, events and logs. */
  readonly when: readonly GuardName[];
  /** `stay` ends the pass: nothing below it is looked at. */
  readonly to: MachineState | "stay";
  readonly event?: SeedEvent;
  readonly books?: Bookkeeping;
  /** Set on entering a way out. `byOrder`: as the order or policy says. */
  readonly outcome?: Outcome | "byOrder";
}

const beforePods: readonly MachineState[] = ["locatingTargetApp", "verifyingSpec"];

const moving: readonly MachineState[] = [
  "rollingInBatches/batchInitializing",
  "rollingInBatches/batchInRolling/raise",
  "rollingInBatches/batchInRolling/lower",
  "rollingInBatches/batchVerifying",
  "rollingInBatches/batchFinalizing",
];

const rolling: readonly MachineState[] = [
  ...moving,
  "rollingInBatches/batchReady",
  "rollingInBatches/batchVerifyFailed",
];

const waysBack: readonly MachineState[] = [
  "rolloutFailing/back/raise",
  "rolloutFailing/back/lower",
  "rolloutFailing/back/release",
];

const atRest: readonly MachineState[] = ["rolloutSucceed", "rolloutFailed"];

const abandonable: readonly MachineState[] = [
  ...beforePods,
  "initializing",
  ...rolling,
  "finalising",
  ...waysBack,
  "rolloutFailing/left",
];

const deletable: readonly MachineState[] = machineStates.filter(
  (state) => state !== "RolloutDeletingState" && !atRest.includes(state),
);

/** Orders and failures, looked at before anything else. */
export const frame: readonly Transition[] = [
  { from: deletable, when: ["Deleted"], to: "RolloutDeletingState", event: "RollingDeletedEvent", outcome: "Deleted" },
  { from: abandonable, when: ["TargetChanged"], to: "rolloutAbandoning", event: "RollingModifiedEvent" },
  { from: atRest, when: ["TargetChanged"], to: "locatingTargetApp", event: "RollingModifiedEvent", books: "reset" },

  { from: beforePods, when: ["BackOrdered"], to: "rolloutFailed", books: "rememberPair", outcome: "byOrder" },
  { from: ["initializing", ...rolling], when: ["BackOrdered"], to: "rolloutFailing/back/raise", outcome: "byOrder" },
  {
    from: ["rolloutFailed"],
    when: ["LeftInPlace", "BackOrdered"],
    to: "rolloutFailing/back/raise",
    outcome: "byOrder",
  },

  { from: beforePods, when: ["LeaveOrdered"], to: "rolloutFailed", books: "rememberPair", outcome: "Failed" },
  {
    from: ["initializing", ...rolling],
    when: ["LeaveOrdered"],
    to: "rolloutFailing/left",
    event: "RollingFailedEvent",
    outcome: "Failed",
  },

  { from: rolling, when: ["Paused"], to: "stay" },
  { from: moving, when: ["StepFailed"], to: "rollingInBatches/batchVerifyFailed", event: "BatchRolloutFailedEvent" },
  { from: rolling, when: ["SpecRefused"], to: "stay" },
];

/** When a state ends. */
export const progress: readonly Transition[] = [
  {
    from: ["locatingTargetApp"],
    when: ["SpecRefused"],
    to: "rolloutFailed",
    books: "rememberPair",
    outcome: "SpecInvalid",
  },
  {
    from: ["locatingTargetApp"],
    when: ["TargetLocated"],
    to: "verifyingSpec",
    event: "AppLocatedEvent",
    books: "rememberPair",
  },

  { from: ["verifyingSpec"], when: ["SpecRefused"], to: "rolloutFailed", outcome: "SpecInvalid" },
  {
    from: ["verifyingSpec"],
    when: ["SpecVerified"],
    to: "initializing",
    event: "RollingSpecVerifiedEvent",
    books: "measure",
  },

  {
    from: ["initializing"],
    when: ["WorkloadClaimed"],
    to: "rollingInBatches/batchInitializing",
    event: "RollingInitializedEvent",
  },

  {
    from: ["rollingInBatches/batchInitializing"],
    when: ["LowersFirst", "PodsGone", "BatchPodsReady"],
    to: "rollingInBatches/batchInRolling/lower",
    event: "InitializedOneBatchEvent",
  },
  {
    from: ["rollingInBatches/batchInitializing"],
    when: ["PodsGone", "BatchPodsReady"],
    to: "rollingInBatches/batchInRolling/raise",
    event: "InitializedOneBatchEvent",
  },

  {
    from: ["rollingInBatches/batchInRolling/raise"],
    when: ["LastHalf", "BatchPodsReady"],
    to: "rollingInBatches/batchVerifying",
    event: "RolloutOneBatchEvent",
  },
  {
    from: ["rollingInBatches/batchInRolling/raise"],
    when: ["BatchPodsReady"],
    to: "rollingInBatches/batchInRolling/lower",
  },
  {
    from: ["rollingInBatches/batchInRolling/lower"],
    when: ["LastHalf", "PodsGone"],
    to: "rollingInBatches/batchVerifying",
    event: "RolloutOneBatchEvent",
  },
  { from: ["rollingInBatches/batchInRolling/lower"], when: ["PodsGone"], to: "rollingInBatches/batchInRolling/raise" },

  {
    from: ["rollingInBatches/batchVerifying"],
    when: ["PodsGone", "BatchPodsReady"],
    to: "rollingInBatches/batchFinalizing",
    event: "OneBatchAvailable",
  },
  {
    from: ["rollingInBatches/batchFinalizing"],
    when: ["PodsGone", "BatchPodsReady"],
    to: "rollingInBatches/batchReady",
    event: "FinishedOneBatchEvent",
  },

  {
    from: ["rollingInBatches/batchReady"],
    when: ["PodsGone", "BatchPodsReady", "LastBatch"],
    to: "finalising",
    event: "AllBatchFinishedEvent",
  },
  {
    from: ["rollingInBatches/batchReady"],
    when: ["PodsGone", "BatchPodsReady", "PartitionRaised"],
    to: "rollingInBatches/batchInitializing",
    event: "BatchRolloutApprovedEvent",
    books: "nextBatch",
  },

  {
    from: ["rollingInBatches/batchVerifyFailed"],
    when: ["FailureDecided"],
    to: "rollingInBatches/batchInitializing",
    books: "nextAttempt",
  },

  {
    from: ["finalising"],
    when: ["WorkloadReleased"],
    to: "rolloutSucceed",
    event: "AllBatchFinishedEvent",
    books: "prove",
  },

  { from: ["rolloutFailing/back/raise"], when: ["BatchPodsReady"], to: "rolloutFailing/back/lower" },
  { from: ["rolloutFailing/back/lower"], when: ["PodsGone"], to: "rolloutFailing/back/release" },
  {
    from: ["rolloutFailing/back/release"],
    when: ["WorkloadReleased"],
    to: "rolloutFailed",
    event: "AllBatchFinishedEvent",
  },
  { from: ["rolloutFailing/left"], when: ["WorkloadReleased"], to: "rolloutFailed", event: "AllBatchFinishedEvent" },
  {
    from: ["rolloutAbandoning"],
    when: ["WorkloadReleased"],
    to: "locatingTargetApp",
    event: "AllBatchFinishedEvent",
    books: "reset",
  },
  { from: ["RolloutDeletingState"], when: ["WorkloadReleased"], to: "rolloutFailed", event: "AllBatchFinishedEvent" },

  { from: ["rolloutFailed"], when: ["SpecWasRefused", "FailureDecided"], to: "locatingTargetApp", books: "reset" },
];

/** The first row that matches wins. */
export const transitions: readonly Transition[] = [...frame, ...progress];
