import type { Facts } from "../model/facts.ts";
import { initialState, type RolloutState, type StepMemory } from "../model/rollout-state.ts";
import type { Outcome } from "../model/states.ts";
import type { Bookkeeping, Transition } from "./transitions.ts";

type Write = (state: RolloutState, facts: Facts) => RolloutState;

const books: Readonly<Record<Bookkeeping, Write>> = {
  rememberPair: (state, { target, source }) => ({ ...state, lastTarget: target, lastSource: source }),
  measure: (state, { size, original, source, mode, acceptedGoals }) => ({
    ...state,
    step: { ...state.step, ...goalOf(acceptedGoals, 0) },
    originalSize: original,
    targetSize: size,
    ...(mode === "rollout" ? { stable: state.stable ?? { revision: source, size } } : {}),
  }),
  nextBatch: (state, { now, acceptedGoals }) => ({
    ...state,
    currentBatch: state.currentBatch + 1,
    step: { ...state.step, attempt: 1, entered: now, ...goalOf(acceptedGoals, state.currentBatch + 1) },
  }),
  nextAttempt: (state, { now }) => ({
    ...state,
    step: { ...state.step, attempt: state.step.attempt + 1, entered: now },
  }),
  prove: (state, { target, size }) => ({ ...state, stable: { revision: target, size } }),
  reset: (state, facts) => ({
    ...initialState(facts.now),
    ...(state.stable === undefined || hasArrived(state, facts) ? {} : { stable: state.stable }),
  }),
};

/** All pods are of one revision again: the next run counts what is there then. */
function hasArrived({ rollingState, step, targetSize }: RolloutState, facts: Facts): boolean {
  if (rollingState === "rolloutSucceed") return facts.mode === "scale" || isOfOneRevision(facts);
  const wentBack = step.outcome === "Aborted" || step.outcome === "RolledBack";
  return rollingState === "rolloutFailed" && wentBack && targetSize >= 0;
}

function goalOf(goals: readonly number[], batch: number): Pick<StepMemory, "goal"> {
  const goal = goals[batch];
  return goal === undefined ? {} : { goal };
}

/** A scale succeeds beside what a former rollout has left of other revisions. */
function isOfOneRevision({ workload: { target, source, abandoned } }: Facts): boolean {
  return [target, source, abandoned].filter((side) => side !== undefined && side.asked > 0).length <= 1;
}

function orderedOutcome({ desired }: Facts): Outcome {
  return desired === "Abort" ? "Aborted" : "RolledBack";
}

/** The memory after a row was followed, but for the state itself. */
export function writeBooks(row: Transition, state: RolloutState, facts: Facts): RolloutState {
  const written = row.books === undefined ? state : books[row.books](state, facts);
  const outcome = row.outcome === "byOrder" ? orderedOutcome(facts) : row.outcome;
  const decided = row.outcome !== undefined || row.event === "BatchRolloutFailedEvent";
  return {
    ...written,
    step: {
      ...written.step,
      since: facts.now,
      ...(outcome === undefined ? {} : { outcome }),
      ...(decided ? { generation: facts.generation } : {}),
    },
  };
}
