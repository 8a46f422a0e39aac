import type { Effect } from "../model/effect.ts";
import type { Facts } from "../model/facts.ts";
import type { RolloutState } from "../model/rollout-state.ts";
import { isReleased } from "./guards.ts";
import type { MachineState } from "./machine-state.ts";
import { positionOf, sideOf, type Position } from "./position.ts";

type Upkeep = (facts: Facts, state: RolloutState, machine: MachineState) => readonly Effect[];

const keepFinalizer: Effect = { type: "keepFinalizer" };

function raised({ raise }: Position): readonly Effect[] {
  return raise === undefined ? [] : [{ type: "keepPods", side: raise.side, bound: "atLeast", pods: raise.pods }];
}

function lowered({ lower }: Position): readonly Effect[] {
  return lower.map(({ side, pods }) => ({ type: "keepPods", side, bound: "atMost", pods }));
}

/** In place, no more pods may turn to the target than were ordered; those that did stay. */
function capped(facts: Facts, state: RolloutState, machine: MachineState): readonly Effect[] {
  const { raise } = positionOf(machine, facts, state);
  if (facts.placement !== "inPlace" || facts.mode !== "rollout" || raise?.side === "source") return [];
  const pods = Math.max(raise?.pods ?? state.upgradedReplicas, facts.workload.target.existing);
  return [{ type: "keepPods", side: "target", bound: "atMost", pods }];
}

const inPosition: Upkeep = (facts, state, machine) => {
  const position = positionOf(machine, facts, state);
  return [keepFinalizer, ...raised(position), ...lowered(position), ...capped(facts, state, machine)];
};

const raising: Upkeep = (facts, state, machine) => [
  keepFinalizer,
  ...raised(positionOf(machine, facts, state)),
  ...capped(facts, state, machine),
];

const lowering: Upkeep = (facts, state, machine) => [keepFinalizer, ...lowered(positionOf(machine, facts, state))];

/** The way back in place is the source's template on the same object. */
const returning: Upkeep = (facts, state, machine) => [
  keepFinalizer,
  ...(facts.placement === "inPlace" ? [{ type: "locate", side: "source" } as const] : []),
  ...raised(positionOf(machine, facts, state)),
];

const atRest: Upkeep = ({ deleted }) => (deleted ? [{ type: "dropFinalizer" }] : []);

/** What is kept true while a state lasts: asked for again on every pass, so a crash loses nothing. */
export const upkeep: Readonly<Record<MachineState, Upkeep>> = {
  locatingTargetApp: () => [keepFinalizer, { type: "locate", side: "target" }],
  verifyingSpec: () => [keepFinalizer],
  initializing: () => [keepFinalizer, { type: "claim" }],
  "rollingInBatches/batchInitializing": inPosition,
  "rollingInBatches/batchInRolling/raise": raising,
  "rollingInBatches/batchInRolling/lower": lowering,
  "rollingInBatches/batchVerifying": inPosition,
  "rollingInBatches/batchFinalizing": inPosition,
  "rollingInBatches/batchReady": inPosition,
  "rollingInBatches/batchVerifyFailed": standstill,
  finalising: () => [keepFinalizer, { type: "collect" }, { type: "release", leaving: "done" }],
  "rolloutFailing/back/raise": returning,
  "rolloutFailing/back/lower": lowering,
  "rolloutFailing/back/release": () => [keepFinalizer, { type: "release", leaving: "back" }],
  "rolloutFailing/left": () => [keepFinalizer, { type: "release", leaving: "inPlace" }],
  rolloutAbandoning: () => [keepFinalizer, { type: "release", leaving: "inPlace" }],
  RolloutDeletingState: () => [{ type: "release", leaving: "inPlace" }],
  rolloutSucceed: atRest,
  rolloutFailed: atRest,
};

/** What stays true while a rollout is paused or its plan is refused: nothing starts, nothing runs away. */
export function standstill(facts: Facts, state: RolloutState, machine: MachineState): readonly Effect[] {
  return [keepFinalizer, ...capped(facts, state, machine)];
}

/** Whether the facts show that an effect is true already. */
export function isTrue(effect: Effect, facts: Facts): boolean {
  switch (effect.type) {
    case "keepFinalizer":
      return facts.finalizer;
    case "dropFinalizer":
      return !facts.finalizer;
    case "locate":
      return facts.located[effect.side];
    case "claim":
      return facts.workload.claimed;
    case "keepPods": {
      const { asked } = sideOf(facts, effect.side);
      return effect.bound === "atLeast" ? asked >= effect.pods : asked <= effect.pods;
    }
    case "collect":
      return facts.collected;
    case "release":
      return isReleased(facts.workload);
  }
}
