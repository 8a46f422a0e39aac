import {
  defaultStrategy,
  keyOf,
  RolloutError,
  unservedFields,
  type KubeObject,
  type RecordedRollout,
  type Refusal,
  type Step,
  type Strategy,
} from "@bellwether/core";

/** A resolved plan, or why there is none. Nothing was written to make it. */
export interface PlanView {
  readonly apiVersion: "cli.bellwether.dev/v1";
  readonly kind: "PlanView";
  readonly object: string;
  readonly cluster: string | null;
  readonly strategy: string;
  readonly mode: "rollout" | "scale";
  readonly placement: "inPlace" | "pair";
  readonly size: number;
  /** Pods before a scale; the size for a rollout. */
  readonly original: number;
  readonly revisions: { readonly source: string | null; readonly target: string };
  readonly steps: readonly {
    readonly index: number;
    readonly name: string | null;
    readonly pods: number;
    readonly extra: number;
    readonly weight: null;
    readonly gates: readonly string[];
    readonly hold: null;
    readonly atLeastSeconds: number;
  }[];
  readonly refusals: readonly Refusal[];
}

export interface PlanInput {
  readonly object: KubeObject;
  readonly recorded: RecordedRollout;
  readonly cluster: string | null;
  readonly size: number;
  readonly original: number;
  readonly placement: "inPlace" | "pair";
  readonly strategies: ReadonlyMap<string, Strategy>;
}

export function makePlan({ object, recorded, cluster, size, original, placement, strategies }: PlanInput): PlanView {
  const { plan, source, target } = recorded;
  const name = plan.rolloutStrategy ?? defaultStrategy;
  const strategy = strategies.get(name);
  if (strategy === undefined)
    throw new RolloutError(
      "PLAN_STRATEGY_UNKNOWN",
      `spec.rolloutPlan.rolloutStrategy is "${name}"; this program has ${[...strategies.keys()].join(", ")}`,
    );
  const mode = source === "" ? "scale" : "rollout";
  const resolved = strategy.plan({ plan, mode, placement, size, original, acceptedSize: size });
  const key = keyOf(object);
  return {
    apiVersion: "cli.bellwether.dev/v1",
    kind: "PlanView",
    object: `${object.kind} ${key.namespace === "" ? "default" : key.namespace}/${key.name}`,
    cluster,
    strategy: name,
    mode,
    placement,
    size,
    original,
    revisions: { source: source === "" ? null : source, target },
    steps: "steps" in resolved ? resolved.steps.map(stepOf) : [],
    refusals: [...unservedFields(plan, "spec.rolloutPlan"), ...("refusals" in resolved ? resolved.refusals : [])],
  };
}

function stepOf({ index, name, pods, extra }: Step): PlanView["steps"][number] {
  return { index, name: name ?? null, pods, extra, weight: null, gates: [], hold: null, atLeastSeconds: 0 };
}
