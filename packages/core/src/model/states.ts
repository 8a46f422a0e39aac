/** The seed's vocabulary, odd spellings included: manifests, columns and dashboards rely on the literals. */

export type RollingState =
  | "locatingTargetApp"
  | "verifyingSpec"
  | "initializing"
  | "rollingInBatches"
  | "finalising"
  | "rolloutFailing"
  | "rolloutAbandoning"
  | "RolloutDeletingState"
  | "rolloutSucceed"
  | "rolloutFailed";

export type BatchState =
  | "batchInitializing"
  | "batchInRolling"
  | "batchVerifying"
  | "batchVerifyFailed"
  | "batchFinalizing"
  | "batchReady";

export type SeedEvent =
  | "RollingFailedEvent"
  | "RollingRetriableFailureEvent"
  | "AppLocatedEvent"
  | "RollingModifiedEvent"
  | "RollingDeletedEvent"
  | "RollingSpecVerifiedEvent"
  | "RollingInitializedEvent"
  | "AllBatchFinishedEvent"
  | "InitializedOneBatchEvent"
  | "FinishedOneBatchEvent"
  | "RolloutOneBatchEvent"
  | "OneBatchAvailable"
  | "BatchRolloutApprovedEvent"
  | "BatchRolloutFailedEvent";

/** Why a rollout left the way forward; set on entering the way out, shown at its end. */
export type Outcome = "Failed" | "Aborted" | "RolledBack" | "Rejected" | "SpecInvalid" | "Deleted";

/** What the mover is doing inside a batch. Stored only when a timer or a route makes it more than the facts tell. */
export type MoverPhase = "raise" | "shift" | "drain" | "lower";

export const terminalStates: readonly RollingState[] = ["rolloutSucceed", "rolloutFailed"];

export function isTerminal(state: RollingState): boolean {
  return terminalStates.includes(state);
}
