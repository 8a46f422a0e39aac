import { type Condition, conditionOf, withCondition } from "../objects/condition.ts";
import { availableIn, isReady, type Pod } from "../objects/pod.ts";
import { timestamp } from "../objects/timestamp.ts";
import type { ReplicaSet, ReplicaSetStatus } from "./replica-set.ts";

export function replicaSetStatus(
  replicaSet: ReplicaSet,
  active: readonly Pod[],
  nowMs: number,
  failure?: string,
): ReplicaSetStatus {
  const wanted = Object.entries(replicaSet.spec.template.metadata?.labels ?? {});
  const ready = active.filter(isReady);
  const conditions = conditionsWith(replicaSet.status?.conditions ?? [], nowMs, failure);
  return {
    replicas: active.length,
    fullyLabeledReplicas: active.filter(({ metadata }) =>
      wanted.every(([name, value]) => metadata.labels?.[name] === value),
    ).length,
    readyReplicas: ready.length,
    availableReplicas: ready.filter((pod) => availableIn(pod, replicaSet.spec.minReadySeconds ?? 0, nowMs) === 0)
      .length,
    observedGeneration: replicaSet.metadata.generation ?? 0,
    ...(conditions.length === 0 ? {} : { conditions }),
  };
}

function conditionsWith(before: readonly Condition[], nowMs: number, failure?: string): readonly Condition[] {
  if (failure === undefined) return before.filter(({ type }) => type !== "ReplicaFailure");
  if (conditionOf(before, "ReplicaFailure")?.message === failure) return before;
  return withCondition(before, {
    type: "ReplicaFailure",
    status: "True",
    reason: "FailedCreate",
    message: failure,
    lastTransitionTime: timestamp(nowMs),
  });
}
