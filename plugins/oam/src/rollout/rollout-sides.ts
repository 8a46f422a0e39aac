import { keyOf, type ObjectView, type WorkloadRef } from "@bellwether/core";
import { desiredObject, isPlaced, type Placement } from "../dispatch/placement.ts";
import type { Application } from "../kinds/application.ts";
import type { Keep } from "../dispatch/leftovers.ts";

/** What one revision puts on the cluster for a rollout. */
export interface RolloutSide {
  readonly application: Application;
  /** Everything but the rolled workload. */
  readonly surroundings: readonly Placement[];
  readonly workload: Placement;
  readonly workloadRef: WorkloadRef;
}

/** Both revisions of a rollout, rendered. */
export interface RolloutSides {
  /** Name of the component that is rolled. */
  readonly component: string;
  readonly target: RolloutSide;
  /** Absent in scale mode. */
  readonly source?: RolloutSide;
}

/** In the order in which they are applied: the workload finds there what it needs. */
export function placementsOf({ surroundings, workload }: RolloutSide): readonly Placement[] {
  return [...surroundings, workload];
}

/** A workload without an adapter cannot be held, so it is never put on the cluster. */
export function isLocated(side: RolloutSide): boolean {
  return side.workload.rolled !== undefined && placementsOf(side).every(isPlaced);
}

/** Replicas that the workload's manifest renders to; 1 when it does not say. */
export function replicasOf({ workload }: RolloutSide): number {
  const spec = workload.manifest.object["spec"] as { readonly replicas?: unknown } | undefined;
  return typeof spec?.replicas === "number" ? spec.replicas : 1;
}

/** What stays after a success: all that the target has, in every view that either side uses. */
export function keepsOf({ target, source }: RolloutSides): readonly Keep[] {
  const kept = placementsOf(target);
  const views = new Set<ObjectView>(
    [...kept, ...(source === undefined ? [] : placementsOf(source))].map((p) => p.view),
  );
  return [...views].map((view) => ({
    view,
    keys: kept.filter((placement) => placement.view === view).map((p) => keyOf(desiredObject(p, undefined))),
  }));
}
