import { type Condition, conditionOf, withCondition } from "../objects/condition.ts";
import { timestamp } from "../objects/timestamp.ts";
import type { ReplicaSet } from "../replicaset/replica-set.ts";
import { boundsOf, type Deployment, type DeploymentStatus } from "./deployment.ts";
import { allOf, type Generations, totalSize } from "./scaling.ts";

/** The status that the ReplicaSets' own statuses add up to; `Progressing` is left as it was. */
export function deploymentStatus(deployment: Deployment, generations: Generations, nowMs: number): DeploymentStatus {
  const all = allOf(generations);
  const { replicas, maxUnavailable } = boundsOf(deployment);
  const availableReplicas = sum(all, "availableReplicas");
  const counts = {
    replicas: sum(all, "replicas"),
    updatedReplicas: generations.fresh?.status?.replicas ?? 0,
    readyReplicas: sum(all, "readyReplicas"),
    availableReplicas,
    unavailableReplicas: Math.max(0, totalSize(all) - availableReplicas),
  };
  return {
    ...Object.fromEntries(Object.entries(counts).filter(([, count]) => count > 0)),
    observedGeneration: deployment.metadata.generation ?? 0,
    ...(deployment.status?.collisionCount === undefined ? {} : { collisionCount: deployment.status.collisionCount }),
    conditions: setCondition(
      deployment.status?.conditions,
      availableReplicas >= replicas - maxUnavailable
        ? ["Available", "True", "MinimumReplicasAvailable", "Deployment has minimum availability."]
        : ["Available", "False", "MinimumReplicasUnavailable", "Deployment does not have minimum availability."],
      nowMs,
    ),
  };
}

type ConditionText = readonly [type: string, status: Condition["status"], reason: string, message: string];

/** The same status and reason leave the condition as it is, times included. */
export function setCondition(
  conditions: readonly Condition[] | undefined,
  [type, status, reason, message]: ConditionText,
  nowMs: number,
): readonly Condition[] {
  const before = conditionOf(conditions, type);
  if (before?.status === status && before.reason === reason) return conditions ?? [];
  const now = timestamp(nowMs);
  return withCondition(conditions, { type, status, reason, message, lastUpdateTime: now, lastTransitionTime: now });
}

function sum(all: readonly ReplicaSet[], count: "replicas" | "readyReplicas" | "availableReplicas"): number {
  return all.reduce((total, one) => total + (one.status?.[count] ?? 0), 0);
}
