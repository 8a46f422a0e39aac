import { revisionAnnotation, type KubeObject, type ObjectView, type WorkloadRef } from "@bellwether/core";
import { isPlaced, type Placement } from "../dispatch/placement.ts";
import { labels } from "../kinds/keys.ts";
import type { Manifest } from "../render/rendered-revision.ts";
import type { Application } from "../kinds/application.ts";
import type { Keep } from "../dispatch/leftovers.ts";

/** What one revision puts on the cluster for a rollout. */
export interface RolloutSide {
  readonly application: Application;
  /** Everything but the rolled workload. */
  readonly surroundings: readonly Placement[];
  /** Undefined without an adapter: a workload that cannot be held is never put on the cluster. */
  readonly workload: Placement | undefined;
  readonly manifest: Manifest;
  readonly workloadRef: WorkloadRef;
}

/** Both revisions of a rollout, rendered. */
export interface RolloutSides {
  /** Name of the component that is rolled. */
  readonly component: string;
  readonly target: RolloutSide;
  /** Absent in scale mode. */
  readonly source?: RolloutSide;
  /** Workloads of the component's other revisions with pods that nobody controls: former rollouts have left them. */
  readonly abandoned: readonly WorkloadRef[];
}

/** In the order in which they are applied: the workload finds there what it needs. */
export function placementsOf({ surroundings, workload }: RolloutSide): readonly Placement[] {
  return workload === undefined ? surroundings : [...surroundings, workload];
}

export function isLocated(side: RolloutSide): boolean {
  return side.workload !== undefined && placementsOf(side).every(isPlaced);
}

/** Replicas that the workload's manifest renders to; 1 when it does not say. */
export function replicasOf({ manifest }: RolloutSide): number {
  const spec = manifest.object["spec"] as { readonly replicas?: unknown } | undefined;
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
    keys: kept.filter((placement) => placement.view === view).map(({ key }) => key),
  }));
}

/** Whether the object is the workload of another component that the target still has: a rollout of its own takes care of it. */
export function isRolledApart({ component, target }: RolloutSides, { metadata }: KubeObject): boolean {
  const name = metadata.labels?.[labels.component];
  return (
    metadata.annotations?.[revisionAnnotation] !== undefined &&
    name !== component &&
    target.application.spec.components.some((one) => one.name === name)
  );
}
