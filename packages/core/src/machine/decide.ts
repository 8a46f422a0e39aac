import { InternalError } from "../errors/rollout-error.ts";
import type { Effect } from "../model/effect.ts";
import type { Facts } from "../model/facts.ts";
import type { RolloutState } from "../model/rollout-state.ts";
import type { RollingState } from "../model/states.ts";
import { writeBooks } from "./bookkeeping.ts";
import { guards, isHeld, type GuardName } from "./guards.ts";
import { machineStateOf, seedStateOf, type MachineState } from "./machine-state.ts";
import { positionOf } from "./position.ts";
import { transitions, type Transition } from "./transitions.ts";
import { isTrue, standstill, upkeep } from "./upkeep.ts";
import { waitingOf, type Waiting } from "./waiting.ts";

export interface FollowedRow {
  readonly from: MachineState;
  readonly to: MachineState;
  readonly row: Transition;
  /** The batch in which the row was followed. */
  readonly batch: number;
}

export interface Decision {
  /** What is to be remembered; the same object as before when nothing changes. */
  readonly state: RolloutState;
  readonly machine: MachineState;
  readonly trail: readonly FollowedRow[];
  /** What is not true yet, in the order in which it is to be made true. */
  readonly effects: readonly Effect[];
  /** Absent at rest, unless a refused plan can still be mended. */
  readonly waiting: Waiting | undefined;
  /** When to look again if nothing else happens, in milliseconds since the epoch. */
  readonly wakeAt: number | undefined;
}

/** Answers whether a guard holds; the machine's only view of the facts. */
export type Oracle = (guard: GuardName) => boolean;

/** The first row out of a state that matches. */
export function matchingRow(machine: MachineState, holds: Oracle): Transition | undefined {
  return transitions.find(({ from, when }) => from.includes(machine) && when.every(holds));
}

/** More rows than the longest plan can follow in one pass. */
const rowLimit = 1000;

/** One pass: from what is remembered and observed to what is to be remembered and kept true. Pure and total. */
export function decide(before: RolloutState, facts: Facts): Decision {
  const trail: FollowedRow[] = [];
  let state = resumed(before, facts);
  let machine = machineStateOf(state, guards.LowersFirst(facts, state, "rollingInBatches/batchInRolling/raise"));
  let standing = false;
  let effects = pending(machine, facts, state, standing);

  for (;;) {
    const row = matchingRow(machine, (guard) => guards[guard](facts, state, machine));
    if (row?.to === "stay") standing = true;
    if (row === undefined || row.to === "stay") break;
    if (trail.length >= rowLimit)
      throw new InternalError(`decide() followed ${rowLimit} rows from ${machine} without coming to rest`);
    trail.push({ from: machine, to: row.to, row, batch: state.currentBatch });
    state = entered(row.to, writeBooks(row, state, facts), facts);
    machine = row.to;
    effects = pending(machine, facts, state, false);
    // A run that starts over has other sizes: these facts are of the run before.
    if (effects.length > 0 || row.books === "reset") break;
  }

  if (standing) {
    effects = pending(machine, facts, state, true);
    if (isHeld(facts)) state = { ...state, step: { ...state.step, paused: true } };
  }
  const remembered = isSamePosition(before, state) ? before : state;
  const waiting = waitingOf(machine, facts, remembered, standing);
  return { state: remembered, machine, trail, effects, waiting, wakeAt: waiting?.wakeAt };
}

/** Time in a pause does not count against a deadline. */
function resumed(state: RolloutState, facts: Facts): RolloutState {
  if (state.step.paused !== true || isHeld(facts)) return state;
  const { paused: _, ...step } = state.step;
  return { ...state, step: { ...step, since: facts.now } };
}

function entered(machine: MachineState, state: RolloutState, facts: Facts): RolloutState {
  const { rollingState, batchRollingState } = seedStateOf(machine);
  const { raise, lower } = positionOf(machine, facts, state);
  const asked = facts.mode === "scale" ? (raise ?? lower[0]) : raise?.side === "target" ? raise : undefined;
  return {
    ...state,
    rollingState,
    batchRollingState:
      batchRollingState ?? (keepsBatchState(rollingState) ? state.batchRollingState : "batchInitializing"),
    upgradedReplicas: asked?.pods ?? state.upgradedReplicas,
    upgradedReadyReplicas: rollingState === "locatingTargetApp" ? 0 : facts.workload.target.ready,
  };
}

/** On the way to success the last batch stays what it was: ready. */
function keepsBatchState(rollingState: RollingState): boolean {
  return rollingState === "finalising" || rollingState === "rolloutSucceed";
}

/** What has to be written in a state. Without the objects that an obstacle hides, nothing that needs them. */
function pending(machine: MachineState, facts: Facts, state: RolloutState, standing: boolean): readonly Effect[] {
  const wanted = standing ? standstill(facts, state, machine) : upkeep[machine](facts, state, machine);
  return wanted.filter((effect) => !isTrue(effect, facts) && (facts.obstacle === undefined || !movesPods(effect)));
}

function movesPods({ type }: Effect): boolean {
  return type === "locate" || type === "claim" || type === "keepPods";
}

/** Halves of a batch that the facts tell are not remembered, nor are counts and times that changed along. */
function isSamePosition(a: RolloutState, b: RolloutState): boolean {
  return (
    a.rollingState === b.rollingState &&
    a.batchRollingState === b.batchRollingState &&
    a.currentBatch === b.currentBatch &&
    a.step.attempt === b.step.attempt &&
    a.step.outcome === b.step.outcome &&
    a.step.paused === b.step.paused &&
    a.step.generation === b.step.generation &&
    a.lastTarget === b.lastTarget &&
    a.lastSource === b.lastSource &&
    a.targetSize === b.targetSize
  );
}
