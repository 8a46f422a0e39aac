import type { RolloutState } from "../model/rollout-state.ts";
import type { BatchState, MoverPhase, RollingState } from "../model/states.ts";

/** One state of the table: the seed's rolling state, with batch state, phase or way out where they differ. */
export type MachineState =
  | "locatingTargetApp"
  | "verifyingSpec"
  | "initializing"
  | "rollingInBatches/batchInitializing"
  | "rollingInBatches/batchInRolling/raise"
  | "rollingInBatches/batchInRolling/lower"
  | "rollingInBatches/batchVerifying"
  | "rollingInBatches/batchFinalizing"
  | "rollingInBatches/batchReady"
  | "rollingInBatches/batchVerifyFailed"
  | "finalising"
  | "rolloutFailing/back/raise"
  | "rolloutFailing/back/lower"
  | "rolloutFailing/back/release"
  | "rolloutFailing/left"
  | "rolloutAbandoning"
  | "RolloutDeletingState"
  | "rolloutSucceed"
  | "rolloutFailed";

export const machineStates: readonly MachineState[] = [
  "locatingTargetApp",
  "verifyingSpec",
  "initializing",
  "rollingInBatches/batchInitializing",
  "rollingInBatches/batchInRolling/raise",
  "rollingInBatches/batchInRolling/lower",
  "rollingInBatches/batchVerifying",
  "rollingInBatches/batchFinalizing",
  "rollingInBatches/batchReady",
  "rollingInBatches/batchVerifyFailed",
  "finalising",
  "rolloutFailing/back/raise",
  "rolloutFailing/back/lower",
  "rolloutFailing/back/release",
  "rolloutFailing/left",
  "rolloutAbandoning",
  "RolloutDeletingState",
  "rolloutSucceed",
  "rolloutFailed",
];

/** The seed's part of a machine state. */
export interface SeedState {
  readonly rollingState: RollingState;
  readonly batchRollingState: BatchState | undefined;
}

export function seedStateOf(state: MachineState): SeedState {
  const [rollingState, part] = state.split("/") as [RollingState, string | undefined];
  return { rollingState, batchRollingState: rollingState === "rollingInBatches" ? (part as BatchState) : undefined };
}

/** The mover's half that a state is in, where it has one. */
export function phaseOf(state: MachineState): MoverPhase | undefined {
  const phase = state.split("/")[2];
  return phase === "raise" || phase === "lower" ? phase : undefined;
}

/**
 * Where the machine takes up a remembered state. Halves that the facts tell are not remembered: it starts with the
 * first one, whose guard holds at once when that half is done.
 */
export function machineStateOf(state: RolloutState, lowerFirst: boolean): MachineState {
  switch (state.rollingState) {
    case "rollingInBatches":
      if (state.batchRollingState !== "batchInRolling") return `rollingInBatches/${state.batchRollingState}`;
      return lowerFirst ? "rollingInBatches/batchInRolling/lower" : "rollingInBatches/batchInRolling/raise";
    case "rolloutFailing":
      return state.step.outcome === "Failed" ? "rolloutFailing/left" : "rolloutFailing/back/raise";
    default:
      return state.rollingState;
  }
}
