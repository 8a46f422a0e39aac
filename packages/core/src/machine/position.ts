import type { PodsSide } from "../model/effect.ts";
import { absentSide, type Facts, type SideFacts } from "../model/facts.ts";
import type { RolloutState } from "../model/rollout-state.ts";
import type { MachineState } from "./machine-state.ts";

export interface Bound {
  readonly side: PodsSide;
  readonly pods: number;
  /** Pods that may be not ready. */
  readonly tolerance: number;
}

/** What a state asks of the pods: one side at least, the others at most, in the order in which they are lowered. */
export interface Position {
  readonly raise?: Bound;
  readonly lower: readonly Bound[];
}

const nowhere: Position = { lower: [] };

export function sideOf({ workload }: Facts, side: PodsSide): SideFacts {
  return workload[side] ?? absentSide;
}

function atMost(side: PodsSide, pods: number): Bound {
  return { side, pods, tolerance: 0 };
}

function afterStep(facts: Facts, index: number): Position {
  const step = facts.steps[index];
  if (step === undefined) return nowhere;
  const target: Bound = { side: "target", pods: step.pods, tolerance: step.maxUnavailable };
  if (facts.mode === "rollout") return { raise: target, lower: besideTarget(facts, facts.size - step.pods) };
  return scalesDown(facts) ? { lower: [target] } : { raise: target, lower: [] };
}

/** What a former rollout has left goes before the source does. */
function besideTarget({ workload: { source, abandoned } }: Facts, pods: number): readonly Bound[] {
  const lowered = atMost("source", pods);
  return abandoned === undefined ? [lowered] : [atMost("abandoned", Math.max(0, pods - source.asked)), lowered];
}

export function scalesDown(facts: Facts): boolean {
  return facts.mode === "scale" && facts.size < facts.original;
}

/** Home: all pods of the source, none of any other revision. */
function home(facts: Facts): Position {
  return {
    raise: { side: "source", pods: facts.size, tolerance: 0 },
    lower: [...(facts.workload.abandoned === undefined ? [] : [atMost("abandoned", 0)]), atMost("target", 0)],
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
