import {
  keyOf,
  keyText,
  RolloutError,
  type BatchState,
  type KubeObject,
  type MoverPhase,
  type Outcome,
  type RollingState,
  type RolloutStatus,
  type StepMemory,
} from "@bellwether/core";
import type { AppRolloutStatus } from "./app-rollout-status.ts";

const rollingStates: readonly RollingState[] = [
  "locatingTargetApp",
  "verifyingSpec",
  "initializing",
  "rollingInBatches",
  "finalising",
  "rolloutFailing",
  "rolloutAbandoning",
  "RolloutDeletingState",
  "rolloutSucceed",
  "rolloutFailed",
];

const batchStates: readonly BatchState[] = [
  "batchInitializing",
  "batchInRolling",
  "batchVerifying",
  "batchVerifyFailed",
  "batchFinalizing",
  "batchReady",
];

const phases: readonly MoverPhase[] = ["raise", "shift", "drain", "lower"];

const outcomes: readonly Outcome[] = ["Failed", "Aborted", "RolledBack", "Rejected", "SpecInvalid", "Deleted"];

const waivers: readonly ("Step" | "All")[] = ["Step", "All"];

/** Undefined before the first pass. Throws `RolloutError` STATUS_UNREADABLE for a value that this version does not know. */
export function readStatus(object: KubeObject): RolloutStatus | undefined {
  const status = object["status"] as AppRolloutStatus | undefined;
  if (status?.rollingState === undefined || status.rollingState === "") return undefined;
  const known = wordReader(object);
  return {
    state: {
      rollingState: known("rollingState", status.rollingState, rollingStates),
      batchRollingState: known("batchRollingState", status.batchRollingState || "batchInitializing", batchStates),
      currentBatch: status.currentBatch ?? 0,
      step: readStep(object, status, known),
      originalSize: status.rolloutOriginalSize ?? -1,
      targetSize: status.rolloutTargetSize ?? -1,
      lastTarget: status.lastTargetAppRevision ?? "",
      lastSource: status.LastSourceAppRevision ?? "",
      upgradedReplicas: status.upgradedReplicas ?? 0,
      upgradedReadyReplicas: status.upgradedReadyReplicas ?? 0,
      ...(status.stable === undefined ? {} : { stable: status.stable }),
    },
    conditions: status.conditions ?? [],
    waiting: status.waiting,
    workloads: status.workloads ?? [],
    strategy: status.strategy ?? "",
    epoch: status.epoch ?? 0,
    observedGeneration: status.observedGeneration ?? 0,
  };
}

type WordReader = <T extends string>(field: string, value: string, words: readonly T[]) => T;

function wordReader(object: KubeObject): WordReader {
  return (field, value, words) => {
    const word = words.find((one) => one === value);
    if (word !== undefined) return word;
    throw new RolloutError(
      "STATUS_UNREADABLE",
      `status.${field} of ${object.kind} ${keyText(keyOf(object))} is "${value}".`,
      { field: `status.${field}` },
    );
  };
}

/** A status that KubeVela wrote has no step: its time starts with its last condition. */
function readStep(object: KubeObject, { step = {}, conditions = [] }: AppRolloutStatus, known: WordReader): StepMemory {
  const times = conditions.map(({ lastTransitionTime }) => lastTransitionTime).sort();
  const began = times.at(-1) ?? object.metadata.creationTimestamp ?? "";
  return {
    attempt: step.attempt ?? 1,
    entered: milliseconds(step.entered ?? began),
    since: milliseconds(step.since ?? began),
    generation: step.generation ?? 0,
    done: step.done ?? [],
    ...(step.phase === undefined ? {} : { phase: known("step.phase", step.phase, phases) }),
    ...(step.outcome === undefined ? {} : { outcome: known("step.outcome", step.outcome, outcomes) }),
    ...(step.waived === undefined ? {} : { waived: known("step.waived", step.waived, waivers) }),
    ...(step.goal === undefined ? {} : { goal: step.goal }),
    ...(step.paused === true ? { paused: true } : {}),
  };
}

function milliseconds(time: string): number {
  const parsed = Date.parse(time);
  return Number.isNaN(parsed) ? 0 : parsed;
}
