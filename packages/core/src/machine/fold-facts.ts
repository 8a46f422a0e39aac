import type { Refusal } from "../errors/refusal.ts";
import { refusal } from "../errors/rollout-error.ts";
import type { ObservedRollout } from "../extension-points/rollout-source.ts";
import type { Plan, Strategy } from "../extension-points/strategy.ts";
import type { ObservedWorkload } from "../extension-points/workload-adapter.ts";
import { absentSide, type Facts } from "../model/facts.ts";
import type { RolloutPlan } from "../model/plan.ts";
import type { RolloutState } from "../model/rollout-state.ts";
import { unservedFields } from "../model/served-plan.ts";

/** What one pass has seen of one rollout. */
export interface Observation {
  /** Milliseconds since the epoch. */
  readonly now: number;
  readonly rollout: ObservedRollout;
  /** Undefined while no workload is known, or no adapter for its kind. */
  readonly workload: ObservedWorkload | undefined;
  readonly placement: "inPlace" | "pair";
  readonly strategies: ReadonlyMap<string, Strategy>;
  /** What the host itself found in the way, such as a workload kind without an adapter. */
  readonly obstacle?: Refusal;
}

const planPath = "spec.rolloutPlan";

export const defaultStrategy = "IncreaseFirst";

interface Sizes {
  readonly size: number;
  readonly original: number;
  /** What the plan was accepted for; sums are checked against it. */
  readonly acceptedSize: number;
}

const emptyWorkload: ObservedWorkload = {
  target: absentSide,
  source: absentSide,
  settled: false,
  claimed: false,
  size: 0,
  refs: [],
  problems: [],
};

/** Folds what was observed into the facts that the machine decides on. Pure. */
export function foldFacts(observation: Observation, state: RolloutState): Facts {
  const { rollout, placement, strategies, now } = observation;
  const { plan, source } = rollout;
  const workload = observation.workload ?? emptyWorkload;
  const mode = source === "" ? "scale" : "rollout";
  const strategy = strategies.get(plan.rolloutStrategy ?? defaultStrategy);
  const sizes = sizesOf(observation, workload, state);
  const resolved: Plan = strategy?.plan({ plan, mode, placement, ...sizes }) ?? {
    refusals: [unknownStrategy(plan.rolloutStrategy ?? "", strategies)],
  };
  const sizesAreKnown = areSizesKnown(observation, workload);
  const accepted = strategy?.plan({ plan, mode, placement, ...sizes, size: sizes.acceptedSize });
  const acceptedGoals =
    accepted !== undefined && "steps" in accepted && sizesAreKnown ? accepted.steps.map(({ pods }) => pods) : [];
  const refusals = [
    ...rollout.refusals,
    ...unservedFields(plan, planPath),
    ...(strategy === undefined || sizesAreKnown ? refusalsOf(resolved) : []),
    ...(sizesAreKnown ? sizeMismatch(observation, workload, state) : []),
    ...lateEdits(rollout.plan, acceptedGoals, state),
  ];
  const emptied = sizesAreKnown ? emptiedWorkload(sizes, mode, state) : undefined;
  const obstacle = rollout.obstacle ?? observation.obstacle ?? workload.obstacle ?? emptied;
  return {
    now,
    generation: rollout.object.metadata.generation ?? 0,
    deleted: rollout.deleted,
    finalizer: rollout.finalizer,
    paused: plan.paused ?? false,
    batchPartition: plan.batchPartition,
    desired: rollout.desired,
    onFailure: plan.onFailure ?? "Hold",
    target: rollout.target,
    source,
    targetSize: plan.targetSize,
    located: rollout.located,
    collected: rollout.collected,
    refusal: refusals[0],
    obstacle,
    mode,
    placement,
    lowerFirst: (strategy?.lowerFirst ?? false) && placement === "pair" && mode === "rollout",
    size: sizes.size,
    original: sizes.original,
    acceptedGoals,
    steps: "steps" in resolved && sizesAreKnown && emptied === undefined ? resolved.steps : [],
    workload: {
      target: workload.target,
      source: workload.source,
      settled: workload.settled,
      claimed: workload.claimed,
      ...(workload.abandoned === undefined ? {} : { abandoned: workload.abandoned }),
      ...(workload.released === undefined ? {} : { released: workload.released }),
    },
  };
}

function refusalsOf(plan: Plan): readonly Refusal[] {
  return "refusals" in plan ? plan.refusals : [];
}

/** A plan is not judged on sizes that nobody has read. */
function areSizesKnown({ rollout, placement }: Observation, { target, source }: ObservedWorkload): boolean {
  if (rollout.source === "") return rollout.plan.targetSize !== undefined || rollout.obstacle === undefined;
  return placement === "inPlace" ? target.exists : source.exists;
}

function sizesOf({ rollout, placement }: Observation, workload: ObservedWorkload, state: RolloutState): Sizes {
  const { targetSize } = rollout.plan;
  if (rollout.source === "") {
    const recorded = state.targetSize >= 0 ? state.targetSize : undefined;
    const size = targetSize ?? recorded ?? rollout.renderedReplicas;
    const original = state.originalSize >= 0 ? state.originalSize : workload.target.asked;
    return { size, original, acceptedSize: size };
  }
  const size = placement === "inPlace" ? workload.size : (targetSize ?? state.stable?.size ?? workload.size);
  return { size, original: size, acceptedSize: state.targetSize >= 0 ? state.targetSize : size };
}

/** Before the first pod moves; later a resize from outside moves the goals instead. */
function sizeMismatch({ rollout, placement }: Observation, workload: ObservedWorkload, state: RolloutState): Refusal[] {
  const { targetSize } = rollout.plan;
  if (rollout.source === "" || targetSize === undefined || state.targetSize >= 0) return [];
  const field = `${planPath}.targetSize`;
  if (placement === "inPlace") {
    if (targetSize === workload.size) return [];
    return [
      refusal(
        "PLAN_SIZE_MISMATCH",
        `${field} is ${targetSize}, but the workload has ${workload.size} replicas and a rollout in place keeps them`,
        { field },
      ),
    ];
  }
  if (targetSize >= workload.source.asked) return [];
  return [
    refusal(
      "PLAN_SIZE_MISMATCH",
      `${field} is ${targetSize}, below the ${workload.source.asked} replicas of the source`,
      { field },
    ),
  ];
}

/** What has begun cannot be taken back by an edit. */
function lateEdits(
  { batchPartition }: RolloutPlan,
  goals: readonly number[],
  { rollingState, currentBatch, step }: RolloutState,
): Refusal[] {
  if (rollingState !== "rollingInBatches") return [];
  const begun = `but batch ${currentBatch} (0-based) has begun`;
  const refuse = (name: string, is: string, remedy: string): Refusal => {
    const field = `${planPath}.${name}`;
    return refusal("PLAN_EDIT_TOO_LATE", `${field} ${is}, ${begun}`, { field, remedy });
  };
  const goal = goals[currentBatch];
  const asTheyWere = "leave the batches that have begun as they were";
  return [
    ...(batchPartition !== undefined && batchPartition < currentBatch
      ? [refuse("batchPartition", `is ${batchPartition}`, `set batchPartition to ${currentBatch} or more, or unset it`)]
      : []),
    ...(goals.length > 0 && goal === undefined
      ? [refuse("rolloutBatches", `has ${goals.length} batches`, asTheyWere)]
      : []),
    ...(goal !== undefined && step.goal !== undefined && goal !== step.goal
      ? [
          refuse(
            "rolloutBatches",
            `asks for ${goal} pods up to batch ${currentBatch} instead of ${step.goal}`,
            asTheyWere,
          ),
        ]
      : []),
  ];
}

/** Batches of no pods prove nothing: scaled to nothing on the way, a rollout waits. */
function emptiedWorkload(
  { size }: Sizes,
  mode: Facts["mode"],
  { rollingState, targetSize }: RolloutState,
): Refusal | undefined {
  const isEmptied = size === 0 && targetSize > 0 && rollingState === "rollingInBatches";
  if (mode === "scale" || !isEmptied) return undefined;
  return refusal("WORKLOAD_UNSETTLED", "the workload was scaled to 0 replicas while it is rolled out", {
    remedy: "scale it up again: the rollout then goes on",
  });
}

function unknownStrategy(name: string, strategies: ReadonlyMap<string, Strategy>): Refusal {
  const field = `${planPath}.rolloutStrategy`;
  return refusal("PLAN_STRATEGY_UNKNOWN", `${field} is "${name}"; this host has ${[...strategies.keys()].join(", ")}`, {
    field,
  });
}
