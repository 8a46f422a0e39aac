import type { KubeObject, RecordedRollout, RolloutPlan } from "@bellwether/core";
import type { AppRolloutStatus } from "./app-rollout-status.ts";
import { readStatus } from "./read-status.ts";

/** The spec of an AppRollout as users write it. */
export interface AppRolloutSpec {
  readonly targetAppRevisionName?: string;
  readonly sourceAppRevisionName?: string;
  readonly componentList?: readonly string[];
  readonly revertOnDelete?: boolean;
  readonly desired?: RecordedRollout["desired"];
  readonly rolloutPlan?: RolloutPlan;
}

export function specOf(object: KubeObject): AppRolloutSpec {
  return object["spec"] ?? {};
}

export function readAppRollout(object: KubeObject): RecordedRollout {
  const spec = specOf(object);
  return {
    target: spec.targetAppRevisionName ?? "",
    source: spec.sourceAppRevisionName ?? "",
    plan: spec.rolloutPlan ?? {},
    desired: spec.desired ?? "Run",
    status: readStatus(object),
  };
}

/** Revisions that a rollout needs, also one whose status is of another version. */
export function namedRevisions(object: KubeObject): readonly string[] {
  const { targetAppRevisionName, sourceAppRevisionName } = specOf(object);
  const { lastTargetAppRevision, LastSourceAppRevision } = (object["status"] ?? {}) as AppRolloutStatus;
  return [targetAppRevisionName, sourceAppRevisionName, lastTargetAppRevision, LastSourceAppRevision].filter(
    (name) => name !== undefined,
  );
}
