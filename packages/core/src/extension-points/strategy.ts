import type { Refusal } from "../errors/refusal.ts";
import type { RolloutPlan } from "../model/plan.ts";
import type { Step } from "../model/step.ts";
import { createExtensionPoint, type ExtensionPoint } from "../plugin/extension-point.ts";

/** What a strategy plans for: pure numbers, no cluster. */
export interface PlanRequest {
  readonly plan: RolloutPlan;
  readonly mode: "rollout" | "scale";
  readonly placement: "inPlace" | "pair";
  /** Total pods of a rollout; the size to reach of a scale. */
  readonly size: number;
  /** Pods before a scale; the size for a rollout. */
  readonly original: number;
  /** The size on which the plan was accepted; sums are checked against it, goals follow `size`. */
  readonly acceptedSize: number;
}

export type Plan = { readonly steps: readonly Step[] } | { readonly refusals: readonly Refusal[] };

/** Compiles a plan to steps. The key is what `rolloutStrategy` says. */
export interface Strategy {
  /** Lower the source before the target is raised, where there are two objects and no route. */
  readonly lowerFirst: boolean;
  plan(request: PlanRequest): Plan;
}

export const strategy: ExtensionPoint<Strategy> = createExtensionPoint("strategy");
