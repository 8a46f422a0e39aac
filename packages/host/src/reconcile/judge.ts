import {
  type Decision,
  decide,
  type Facts,
  foldFacts,
  initialState,
  isTerminal,
  type Refusal,
  refusal,
  type RolloutState,
  type Strategy,
  strategy,
} from "@bellwether/core";
import { checkPlan } from "../plugins/check-answers.ts";
import type { Instances } from "../plugins/instances.ts";
import { failureOf } from "./failure.ts";
import type { Seen } from "./observe.ts";

/** A decision on what was seen, or the reason why nothing can be decided on it: the rollout then holds where it is. */
export type Judgement =
  | { readonly kind: "decided"; readonly facts: Facts; readonly decision: Decision }
  | { readonly kind: "held"; readonly state: RolloutState; readonly obstacle: Refusal };

/** Nothing is decided: the rollout stays where it is remembered to be. */
export function holdFor(seen: Seen, obstacle: Refusal, now: number): Judgement {
  return { kind: "held", state: seen.rollout.status?.state ?? initialState(now), obstacle };
}

export function judge(seen: Seen, instances: Instances, now: number): Judgement {
  const state = seen.rollout.status?.state ?? initialState(now);
  if (seen.workload === undefined && needsWorkload(state, seen)) {
    return { kind: "held", state, obstacle: seen.obstacle ?? seen.rollout.obstacle ?? unknownWorkload };
  }
  try {
    const facts = foldFacts({ ...observationOf(seen, instances), now }, state);
    return { kind: "decided", facts, decision: decide(state, facts) };
  } catch (error) {
    const failure = failureOf(error);
    if (failure.kind !== "obstacle") throw error;
    return { kind: "held", state, obstacle: failure.refusal };
  }
}

type Observation = Parameters<typeof foldFacts>[0];

function observationOf({ rollout, workload, adapter, obstacle }: Seen, instances: Instances): Omit<Observation, "now"> {
  return {
    rollout,
    workload,
    placement: adapter?.instance.placement ?? "inPlace",
    strategies: strategiesOf(instances),
    ...(obstacle === undefined ? {} : { obstacle }),
  };
}

function strategiesOf(instances: Instances): ReadonlyMap<string, Strategy> {
  return new Map(
    instances.all(strategy).map((contributed) => [
      contributed.key,
      {
        lowerFirst: contributed.instance.lowerFirst,
        plan: (request) => contributed.callNow("plan", (s) => s.plan(request), checkPlan),
      },
    ]),
  );
}

const unknownWorkload: Refusal = refusal("WORKLOAD_GONE", "the workload of the rollout is not known any more");

/** Before the first pod and at rest nothing is read from the workload; elsewhere its absence would look like success. */
function needsWorkload({ rollingState, step }: RolloutState, { rollout, isKindGone }: Seen): boolean {
  if (isKindGone) return false;
  if (rollingState === "locatingTargetApp" || rollingState === "verifyingSpec") return false;
  const goesBack = step.outcome === "Failed" && (rollout.desired === "Abort" || rollout.desired === "Rollback");
  return !isTerminal(rollingState) || (goesBack && !rollout.deleted);
}
