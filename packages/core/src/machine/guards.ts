import type { Facts, WorkloadFacts } from "../model/facts.ts";
import type { RolloutState } from "../model/rollout-state.ts";
import type { MachineState } from "./machine-state.ts";
import { positionOf, scalesDown, sideOf, type Bound } from "./position.ts";
import { progress } from "./transitions.ts";

/** The words for what a rollout waits for: one spelling in status, events, logs, CLI and metrics. */
export type AwaitedGuard =
  | "TargetLocated"
  | "SpecVerified"
  | "WorkloadClaimed"
  | "BatchPodsReady"
  | "PodsGone"
  | "PartitionRaised"
  | "Resumed"
  | "FailureDecided"
  | "WorkloadReleased"
  | "EvidenceFresh"
  | "HostLeading";

export type GuardName =
  | Exclude<AwaitedGuard, "Resumed" | "EvidenceFresh" | "HostLeading">
  | "Deleted"
  | "TargetChanged"
  | "BackOrdered"
  | "LeaveOrdered"
  | "StepFailed"
  | "Paused"
  | "SpecRefused"
  | "SpecWasRefused"
  | "LeftInPlace"
  | "LowersFirst"
  | "LastHalf"
  | "LastBatch";

export type Guard = (facts: Facts, state: RolloutState, machine: MachineState) => boolean;

const backIsDesired: Guard = ({ desired }) => desired === "Abort" || desired === "Rollback";

const failedWith =
  (policy: Facts["onFailure"]): Guard =>
  (facts, state, machine) =>
    facts.onFailure === policy && guards.StepFailed(facts, state, machine);

/** Where a rollout of pods has a source to go back to; a first deployment and a scale have none. */
const hasHome: Guard = ({ mode }) => mode === "rollout";

const wantsBack: Guard = (...now) => backIsDesired(...now) || failedWith("Rollback")(...now);

const hasExpired: Guard = (facts, state) => deadlineOf(facts, state) <= facts.now;

/** A wait that is over has not failed, however late that is seen: no host may have run meanwhile. */
const isOver: Guard = (facts, state, machine) =>
  progress.some(
    ({ from, when }) => from.includes(machine) && when.every((guard) => guards[guard](facts, state, machine)),
  );

export const guards: Readonly<Record<GuardName, Guard>> = {
  Deleted: ({ deleted }) => deleted,
  TargetChanged: (facts, state) => asksAnew(state, facts),
  BackOrdered: (...now) => hasHome(...now) && wantsBack(...now),
  LeaveOrdered: (...now) => failedWith("Fail")(...now) || (!hasHome(...now) && wantsBack(...now)),
  StepFailed: (...now) => !isHeld(now[0]) && hasExpired(...now) && !isOver(...now),
  Paused: (facts) => isHeld(facts),
  SpecRefused: ({ refusal }) => refusal !== undefined,
  SpecWasRefused: (_, { step }) => step.outcome === "SpecInvalid",
  LeftInPlace: (_, { step }) => step.outcome === "Failed",

  TargetLocated: ({ located, obstacle, workload }) =>
    located.target && workload.target.observed && obstacle === undefined,
  SpecVerified: ({ workload, steps, obstacle }) => workload.settled && steps.length > 0 && obstacle === undefined,
  WorkloadClaimed: ({ workload }) => workload.claimed,
  LowersFirst: (facts) => facts.lowerFirst || scalesDown(facts),
  LastHalf: (facts, state, machine) => {
    const oneMove = facts.placement === "inPlace" || facts.mode === "scale";
    return oneMove || facts.lowerFirst === machine.endsWith("/raise");
  },
  BatchPodsReady: (facts, state, machine) => {
    const bound = positionOf(machine, facts, state).raise;
    if (bound === undefined) return isPlanned(facts);
    const { asked, ready, observed } = sideOf(facts, bound.side);
    return observed && asked >= bound.pods && ready + bound.tolerance >= bound.pods;
  },
  PodsGone: (facts, state, machine) => {
    const { lower } = positionOf(machine, facts, state);
    return lower.length === 0 ? isPlanned(facts) : lower.every((bound) => isLowered(bound, facts));
  },
  LastBatch: ({ steps }, { currentBatch }) => currentBatch >= steps.length - 1,
  PartitionRaised: ({ batchPartition }, { currentBatch }) =>
    batchPartition === undefined || batchPartition > currentBatch,
  FailureDecided: ({ generation }, { step }) => generation > step.generation,
  WorkloadReleased: ({ workload, collected }, _, machine) =>
    isReleased(workload) && (machine !== "finalising" || (collected && workload.target.exists)),
};

export function isLowered({ side, pods }: Bound, facts: Facts): boolean {
  const { asked, existing, observed } = sideOf(facts, side);
  return observed && asked <= pods && (existing <= pods || isSharedObject(facts));
}

/** Without steps, as when the workload is gone, there is no position that could be reached. */
function isPlanned({ steps }: Facts): boolean {
  return steps.length > 0;
}

/** A pair can be claimed by half: then it is neither claimed nor released. */
export function isReleased({ claimed, released = !claimed }: WorkloadFacts): boolean {
  return released;
}

/** Whether an order asks for another rollout than the one that is remembered. */
export function asksAnew(state: RolloutState, order: Pick<Facts, "target" | "source" | "targetSize">): boolean {
  if (state.lastTarget === "") return false;
  const { target, source, targetSize } = order;
  if (state.lastTarget !== target || (state.lastSource !== "" && state.lastSource !== source)) return true;
  return targetSize !== undefined && state.targetSize !== -1 && state.targetSize !== targetSize;
}

export function isHeld({ paused, desired }: Facts): boolean {
  return paused || desired === "Hold";
}

/** In place, old pods go as new ones come: that enough new ones are ready is the proof. */
function isSharedObject({ placement, mode }: Facts): boolean {
  return placement === "inPlace" && mode === "rollout";
}

/** When the current state's time is over, in milliseconds since the epoch. */
export function deadlineOf({ steps }: Facts, { step, currentBatch }: RolloutState): number {
  return step.since + (steps[currentBatch]?.deadlineSeconds ?? defaultDeadlineSeconds) * 1000;
}

export const defaultDeadlineSeconds = 3600;
