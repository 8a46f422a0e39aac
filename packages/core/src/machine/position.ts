import type { Side } from "../model/effect.ts";
import type { Facts, SideFacts } from "../model/facts.ts";
import type { RolloutState } from "../model/rollout-state.ts";
import type { MachineState } from "./machine-state.ts";

interface Bound {
  readonly side: Side;
  readonly pods: number;
  /** Pods that may be not ready. */
  readonly tolerance: number;
}

/** What a state asks of the pods: one side at least, the other at most. */
export interface Position {
  readonly raise?: Bound;
  readonly lower?: Bound;
}

const nowhere: Position = {};

export function sideOf(facts: Facts, side: Side): SideFacts {
  return facts.workload[side];
}

function afterStep(facts: Facts, index: number): Position {
  const step = facts.steps[index];
  if (step === undefined) return nowhere;
  const target: Bound = { side: "target", pods: step.pods, tolerance: step.maxUnavailable };
  if (facts.mode === "rollout")
    return { raise: target, lower: { side: "source", pods: facts.size - step.pods, tolerance: 0 } };
  return scalesDown(facts) ? { lower: target } : { raise: target };
}

export function scalesDown(facts: Facts): boolean {
  return facts.mode === "scale" && facts.size < facts.original;
}

/** Home is where the rollout began: all pods of the source, none of the target. */
function home(facts: Facts): Position {
  return {
    raise: { side: "source", pods: facts.size, tolerance: 0 },
    lower: { side: "target", pods: 0, tolerance: 0 },
  };
}

export function positionOf(machine: MachineState, facts: Facts, state: RolloutState): Position {
  switch (machine) {
    case "rollingInBatches/batchInitializing":
      return afterStep(facts, state.currentBatch - 1);
    case "rollingInBatches/batchInRolling/raise":
    case "rollingInBatches/batchInRolling/lower":
    case "rollingInBatches/batchVerifying":
    case "rollingInBatches/batchFinalizing":
    case "rollingInBatches/batchReady":
      return afterStep(facts, state.currentBatch);
    case "rolloutFailing/back/raise":
    case "rolloutFailing/back/lower":
      return home(facts);
    default:
      return nowhere;
  }
}
