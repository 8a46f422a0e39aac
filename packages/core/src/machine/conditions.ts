import type { Condition } from "../model/rollout-status.ts";
import type { RolloutState } from "../model/rollout-state.ts";
import type { Decision, FollowedRow } from "./decide.ts";
import type { MachineState } from "./machine-state.ts";

/** The seed's condition type of each state: set when the state is left. */
const conditionTypes: Readonly<Record<MachineState, string>> = {
  locatingTargetApp: "RolloutTargetLocating",
  verifyingSpec: "RolloutSpecVerifying",
  initializing: "RolloutInitializing",
  "rollingInBatches/batchInitializing": "BatchInitializing",
  "rollingInBatches/batchInRolling/raise": "RolloutInProgress",
  "rollingInBatches/batchInRolling/lower": "RolloutInProgress",
  "rollingInBatches/batchVerifying": "BatchVerifying",
  "rollingInBatches/batchFinalizing": "BatchFinalizing",
  "rollingInBatches/batchReady": "BatchReady",
  "rollingInBatches/batchVerifyFailed": "BatchRolloutFailed",
  finalising: "RolloutFinalizing",
  "rolloutFailing/back/raise": "RolloutFailing",
  "rolloutFailing/back/lower": "RolloutFailing",
  "rolloutFailing/back/release": "RolloutFailing",
  "rolloutFailing/left": "RolloutFailing",
  rolloutAbandoning: "RolloutAbandoning",
  RolloutDeletingState: "RolloutDeleting",
  rolloutSucceed: "RolloutSucceed",
  rolloutFailed: "RolloutFailed",
};

function conditionOfRow({ from, to, row }: FollowedRow, time: string): Condition {
  const reason = row.when.at(-1) ?? "";
  const leavesTheWay =
    row.outcome !== undefined || row.event === "RollingModifiedEvent" || row.event === "BatchRolloutFailedEvent";
  return {
    type: conditionTypes[from],
    status: leavesTheWay ? "False" : "True",
    lastTransitionTime: time,
    reason,
    message: `${from} ended by ${reason}: ${to}`,
  };
}

function conditionsAtRest(
  { rollingState, step }: RolloutState,
  machine: MachineState,
  trail: readonly FollowedRow[],
  time: string,
): Condition[] {
  const reason = step.outcome ?? trail.at(-1)?.row.when.at(-1) ?? "";
  if (machine === "rolloutSucceed")
    return [
      {
        type: "RolloutSucceed",
        status: "True",
        lastTransitionTime: time,
        reason,
        message: "all batches are done and the workload is released",
      },
    ];
  if (rollingState === "rolloutFailed")
    return [
      {
        type: "RolloutFailed",
        status: "True",
        lastTransitionTime: time,
        reason,
        message: `the rollout ended: ${reason}`,
      },
    ];
  return [];
}

function pauseCondition(before: readonly Condition[], state: RolloutState, time: string): Condition[] {
  if (state.step.paused === true)
    return [
      {
        type: "BatchPaused",
        status: "True",
        lastTransitionTime: time,
        reason: "Paused",
        message: "nothing new starts until it is resumed",
      },
    ];
  return before.some(({ type, status }) => type === "BatchPaused" && status === "True")
    ? [
        {
          type: "BatchPaused",
          status: "False",
          lastTransitionTime: time,
          reason: "Resumed",
          message: "the rollout goes on",
        },
      ]
    : [];
}

/** Conditions after a decision. A run that starts over drops those of the run before. */
export function conditionsAfter(before: readonly Condition[], decision: Decision, now: number): readonly Condition[] {
  const time = new Date(now).toISOString().replace(/\.\d+Z$/, "Z");
  const restart = decision.trail.findLastIndex(({ row }) => row.books === "reset");
  const kept = restart < 0 ? before : [];
  const changes = [
    ...decision.trail.slice(restart + 1).map((followed) => conditionOfRow(followed, time)),
    ...(decision.trail.length > 0 ? conditionsAtRest(decision.state, decision.machine, decision.trail, time) : []),
    ...pauseCondition(kept, decision.state, time),
  ];
  const merged = new Map(kept.map((condition) => [condition.type, condition]));
  for (const change of changes) merged.set(change.type, moved(merged.get(change.type), change));
  return [...merged.values()];
}

/** A condition keeps its time while its status stays. */
function moved(before: Condition | undefined, after: Condition): Condition {
  return before?.status === after.status ? { ...after, lastTransitionTime: before.lastTransitionTime } : after;
}
