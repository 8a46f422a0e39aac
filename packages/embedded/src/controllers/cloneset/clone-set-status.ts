import { type Condition, conditionOf, withCondition } from "../objects/condition.ts";
import { selectorText } from "../objects/label-selector.ts";
import { epochMs, timestamp } from "../objects/timestamp.ts";
import type { CloneSetStatus } from "./clone-set.ts";
import { isServing } from "./pod-state.ts";
import { isFresh, type Snapshot, serves } from "./snapshot.ts";

export interface Failures {
  readonly scale?: Error;
  readonly update?: Error;
}

/** What a status has at least. */
export const emptyStatus: CloneSetStatus = {
  replicas: 0,
  readyReplicas: 0,
  availableReplicas: 0,
  updatedReplicas: 0,
  updatedReadyReplicas: 0,
};

/** Counts the pods as they were when the reconcile began: what it created or deleted shows one reconcile later. */
export function cloneSetStatus(snapshot: Snapshot, failures: Failures): CloneSetStatus {
  const { cloneSet, spec, bounds, pods, current, update } = snapshot;
  const fresh = pods.filter((pod) => isFresh(snapshot, pod));
  const updatedAvailableReplicas = fresh.filter((pod) => serves(snapshot, pod)).length;
  const expectedUpdatedReplicas = spec.onDelete ? bounds.replicas : bounds.replicas - bounds.partition;
  const allUpdated = fresh.length === pods.length && pods.length === bounds.replicas;
  const counted: CloneSetStatus = {
    observedGeneration: cloneSet.metadata.generation ?? 0,
    replicas: pods.length,
    readyReplicas: pods.filter(isServing).length,
    availableReplicas: pods.filter((pod) => serves(snapshot, pod)).length,
    updatedReplicas: fresh.length,
    updatedReadyReplicas: fresh.filter(isServing).length,
    ...(updatedAvailableReplicas === 0 ? {} : { updatedAvailableReplicas }),
    ...(expectedUpdatedReplicas === 0 ? {} : { expectedUpdatedReplicas }),
    updateRevision: update.metadata.name ?? "",
    currentRevision: (allUpdated ? update : current).metadata.name ?? "",
    ...(cloneSet.status?.collisionCount === undefined ? {} : { collisionCount: cloneSet.status.collisionCount }),
    labelSelector: selectorText(spec.selector),
  };
  const conditions = conditionsOf(snapshot, counted, failures);
  return conditions.length === 0 ? counted : { ...counted, conditions };
}

/** Success does not take a failure's condition away. */
function conditionsOf(snapshot: Snapshot, counted: CloneSetStatus, failures: Failures): readonly Condition[] {
  const now = timestamp(snapshot.nowMs);
  let conditions = snapshot.cloneSet.status?.conditions ?? [];
  for (const [type, failure] of [
    ["FailedScale", failures.scale],
    ["FailedUpdate", failures.update],
  ] as const) {
    if (failure === undefined || conditionOf(conditions, type)?.message === failure.message) continue;
    conditions = withCondition(conditions, { type, status: "True", message: failure.message, lastTransitionTime: now });
  }
  const progress = progressOf(snapshot, counted);
  if (progress === undefined) return conditions.filter(({ type }) => type !== "Progressing");
  const before = conditionOf(conditions, "Progressing");
  const moved =
    before?.reason !== progress.reason || (progress.reason === "CloneSetUpdated" && hasMoved(snapshot, counted));
  if (!moved) return conditions;
  return withCondition(conditions, { ...progress, type: "Progressing", lastUpdateTime: now, lastTransitionTime: now });
}

function progressOf(
  { cloneSet, spec, bounds, nowMs }: Snapshot,
  counted: CloneSetStatus,
): Pick<Condition, "status" | "reason"> | undefined {
  if (spec.progressDeadlineSeconds === undefined) return undefined;
  const { updatedReplicas, updatedAvailableReplicas = 0, expectedUpdatedReplicas = 0, replicas } = counted;
  if (updatedAvailableReplicas === bounds.replicas && replicas === bounds.replicas) {
    return { status: "True", reason: "CloneSetAvailable" };
  }
  if (spec.paused) return { status: "True", reason: "CloneSetPaused" };
  const partitioned = bounds.partition > 0 && updatedReplicas >= expectedUpdatedReplicas;
  if (partitioned && updatedAvailableReplicas >= expectedUpdatedReplicas && replicas === bounds.replicas) {
    return { status: "True", reason: "ProgressPartitionAvailable" };
  }
  const before = conditionOf(cloneSet.status?.conditions, "Progressing");
  if (before?.reason === "ProgressDeadlineExceeded") return { status: "False", reason: "ProgressDeadlineExceeded" };
  const late =
    before?.reason === "CloneSetUpdated" &&
    nowMs > epochMs(before.lastUpdateTime) + spec.progressDeadlineSeconds * 1000;
  return late ? { status: "False", reason: "ProgressDeadlineExceeded" } : { status: "True", reason: "CloneSetUpdated" };
}

function hasMoved({ cloneSet }: Snapshot, counted: CloneSetStatus): boolean {
  const { updatedReplicas = 0, updatedReadyReplicas = 0, availableReplicas = 0 } = cloneSet.status ?? {};
  return (
    counted.updatedReplicas > updatedReplicas ||
    counted.updatedReadyReplicas > updatedReadyReplicas ||
    counted.availableReplicas > availableReplicas
  );
}

/** Milliseconds after which the progress deadline has to be looked at again. */
export function progressDeadlineIn({ spec, nowMs }: Snapshot, { conditions }: CloneSetStatus): number | undefined {
  const progress = conditionOf(conditions, "Progressing");
  if (spec.progressDeadlineSeconds === undefined || progress?.reason !== "CloneSetUpdated") return undefined;
  return Math.max(0, epochMs(progress.lastUpdateTime) + spec.progressDeadlineSeconds * 1000 - nowMs) + 1000;
}
