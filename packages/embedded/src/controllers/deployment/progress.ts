import { type Condition, conditionOf, withCondition } from "../objects/condition.ts";
import { epochMs, timestamp } from "../objects/timestamp.ts";
import type { ReplicaSet } from "../replicaset/replica-set.ts";
import { type Deployment, type DeploymentStatus, hasProgressDeadline } from "./deployment.ts";
import { setCondition } from "./deployment-status.ts";

type Conditions = readonly Condition[];

/** Notes that a rollout was paused or resumed: the deadline does not run meanwhile. */
export function notePause(deployment: Deployment, nowMs: number): Conditions | undefined {
  const conditions = deployment.status?.conditions;
  const reason = conditionOf(conditions, "Progressing")?.reason;
  if (!hasProgressDeadline(deployment) || reason === "ProgressDeadlineExceeded") return conditions;
  const paused = deployment.spec.paused === true;
  if (paused && reason !== "DeploymentPaused") {
    return setCondition(conditions, ["Progressing", "Unknown", "DeploymentPaused", "Deployment is paused"], nowMs);
  }
  if (!paused && reason === "DeploymentPaused") {
    return setCondition(conditions, ["Progressing", "Unknown", "DeploymentResumed", "Deployment is resumed"], nowMs);
  }
  return conditions;
}

/** Notes that the ReplicaSet of the template came to be, or was there already. */
export function noteFresh(
  deployment: Deployment,
  fresh: ReplicaSet,
  created: boolean,
  nowMs: number,
): Conditions | undefined {
  const conditions = deployment.status?.conditions;
  const known = conditionOf(conditions, "Progressing") !== undefined;
  if (!hasProgressDeadline(deployment) || (known && !created)) return conditions;
  const name = fresh.metadata.name;
  return setCondition(
    conditions,
    created
      ? ["Progressing", "True", "NewReplicaSetCreated", `Created new replica set "${name}"`]
      : ["Progressing", "True", "FoundNewReplicaSet", `Found new replica set "${name}"`],
    nowMs,
  );
}

export function isComplete({ spec, metadata }: Deployment, status: DeploymentStatus): boolean {
  const replicas = spec.replicas ?? 1;
  return (
    (status.updatedReplicas ?? 0) === replicas &&
    (status.replicas ?? 0) === replicas &&
    (status.availableReplicas ?? 0) === replicas &&
    (status.observedGeneration ?? 0) >= (metadata.generation ?? 0)
  );
}

/** The conditions with `Progressing` brought up to date for a rollout that is not paused. */
export function progressConditions(
  deployment: Deployment,
  status: DeploymentStatus,
  fresh: ReplicaSet | undefined,
  nowMs: number,
): Conditions {
  const conditions = status.conditions ?? [];
  if (!hasProgressDeadline(deployment)) return conditions.filter(({ type }) => type !== "Progressing");
  const current = conditionOf(conditions, "Progressing");
  const settled = status.replicas === status.updatedReplicas && current?.reason === "NewReplicaSetAvailable";
  if (settled) return conditions;
  const subject =
    fresh === undefined ? `Deployment "${deployment.metadata.name}"` : `ReplicaSet "${fresh.metadata.name}"`;
  if (isComplete(deployment, status)) {
    const message = `${subject} has successfully progressed.`;
    return setCondition(conditions, ["Progressing", "True", "NewReplicaSetAvailable", message], nowMs);
  }
  if (hasProgressed(deployment.status ?? {}, status)) {
    const now = timestamp(nowMs);
    return withCondition(conditions, {
      type: "Progressing",
      status: "True",
      reason: "ReplicaSetUpdated",
      message: `${subject} is progressing.`,
      lastUpdateTime: now,
      lastTransitionTime: now,
    });
  }
  if (current !== undefined && msToDeadline(deployment, current, nowMs) < 0) {
    const message = `${subject} has timed out progressing.`;
    return setCondition(conditions, ["Progressing", "False", "ProgressDeadlineExceeded", message], nowMs);
  }
  return conditions;
}

/** Milliseconds after which the deadline has to be looked at again. */
export function deadlineIn(deployment: Deployment, status: DeploymentStatus, nowMs: number): number | undefined {
  const current = conditionOf(status.conditions, "Progressing");
  if (current === undefined || !hasProgressDeadline(deployment) || isComplete(deployment, status)) return undefined;
  if (["DeploymentPaused", "NewReplicaSetAvailable", "ProgressDeadlineExceeded"].includes(current.reason ?? "")) {
    return undefined;
  }
  return Math.max(0, msToDeadline(deployment, current, nowMs)) + 1000;
}

function msToDeadline({ spec }: Deployment, current: Condition, nowMs: number): number {
  if (current.reason === "NewReplicaSetAvailable") return Number.POSITIVE_INFINITY;
  return epochMs(current.lastUpdateTime) + (spec.progressDeadlineSeconds ?? 600) * 1000 - nowMs;
}

function hasProgressed(before: DeploymentStatus, after: DeploymentStatus): boolean {
  const of = (status: DeploymentStatus): readonly number[] => [
    status.updatedReplicas ?? 0,
    (status.updatedReplicas ?? 0) - (status.replicas ?? 0),
    status.readyReplicas ?? 0,
    status.availableReplicas ?? 0,
  ];
  const earlier = of(before);
  return of(after).some((count, index) => count > (earlier[index] ?? 0));
}
