import { type Effect, type Facts, type PodsSide, type Refusal, refusal, type RolloutState } from "@bellwether/core";

export interface GuardRefusal {
  readonly invariant: "availability" | "partition";
  readonly refusal: Refusal;
}

/** The last look before pods are moved: what no decision may bring about, whatever led to it. */
export function guardRefusal(effect: Effect, facts: Facts, state: RolloutState): GuardRefusal | undefined {
  if (effect.type !== "keepPods" || facts.mode !== "rollout") return undefined;
  if (effect.bound === "atLeast")
    return effect.side === "target" ? beyondTheStep(effect.pods, facts, state) : undefined;
  return facts.placement === "pair" ? belowTheLimit(effect.side, effect.pods, facts, state) : undefined;
}

function beyondTheStep(pods: number, { steps }: Facts, { currentBatch }: RolloutState): GuardRefusal | undefined {
  const bound = steps[currentBatch]?.pods ?? 0;
  if (pods <= bound) return undefined;
  const message = `this is a bug in Bellwether: ${pods} updated pods were decided, batch ${currentBatch + 1} allows ${bound}`;
  return { invariant: "partition", refusal: refusal("INTERNAL_UNEXPECTED", message) };
}

/** Pods that are not ready go first when a workload is lowered, so lowering them costs no availability. */
function belowTheLimit(
  side: PodsSide,
  pods: number,
  { workload, steps, size, lowerFirst }: Facts,
  { currentBatch }: RolloutState,
): GuardRefusal | undefined {
  const readyOf = (one: PodsSide): number => workload[one]?.ready ?? 0;
  const ready = readyOf(side);
  const other = readyOf("target") + readyOf("source") + readyOf("abandoned") - ready;
  const after = other + Math.min(ready, pods);
  const step = steps[currentBatch];
  const inHand = lowerFirst ? (step?.pods ?? 0) - (steps[currentBatch - 1]?.pods ?? 0) : 0;
  const limit = size - Math.max(step?.maxUnavailable ?? 0, inHand);
  if (after >= other + ready || after >= limit) return undefined;
  const message = `lowering the ${side} to ${pods} pods would leave ${after} pods ready, ${limit} are needed`;
  return { invariant: "availability", refusal: refusal("WORKLOAD_UNSETTLED", message) };
}
