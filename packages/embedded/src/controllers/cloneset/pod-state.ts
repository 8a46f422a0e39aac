import type { ObjectMeta } from "@bellwether/core";
import { conditionOf } from "../objects/condition.ts";
import { availableIn, isReady, type Pod } from "../objects/pod.ts";
import type { CloneSetSpec, LifecycleHook } from "./clone-set.ts";

export const revisionLabel = "controller-revision-hash";
export const stateLabel = "lifecycle.apps.kruise.io/state";
export const specifiedDeleteLabel = "apps.kruise.io/specified-delete";
export const instanceIdLabel = "apps.kruise.io/cloneset-instance-id";
export const inPlaceGate = "InPlaceUpdateReady";

export type LifecycleState =
  | "PreparingNormal"
  | "Normal"
  | "PreparingUpdate"
  | "Updating"
  | "Updated"
  | "PreparingDelete";

/** Undefined for pods that were never given one; they count as normal. */
export function stateOf({ metadata }: Pod): LifecycleState | undefined {
  return metadata.labels?.[stateLabel] as LifecycleState | undefined;
}

/** Whether the pod's label names this revision, in full or by its hash alone. */
export function isAt(pod: Pod, revision: string): boolean {
  const label = pod.metadata.labels?.[revisionLabel];
  return label === revision || label === hashOf(revision);
}

export function hashOf(revision: string): string {
  return revision.slice(revision.lastIndexOf("-") + 1);
}

export function isSpecifiedDelete({ podsToDelete }: CloneSetSpec, { metadata }: Pod): boolean {
  return metadata.labels?.[specifiedDeleteLabel] === "true" || podsToDelete.includes(metadata.name ?? "");
}

/** Ready, and not in the middle of an in-place update. */
export function isServing(pod: Pod): boolean {
  const { phase, conditions } = pod.status ?? {};
  return phase === "Running" && isReady(pod) && conditionOf(conditions, inPlaceGate)?.status !== "False";
}

export function isNormal(pod: Pod): boolean {
  return (stateOf(pod) ?? "Normal") === "Normal";
}

/** Serving for `minReadySeconds`, and in no lifecycle step. */
export function isAvailable(pod: Pod, minReadySeconds: number, nowMs: number): boolean {
  return isServing(pod) && isNormal(pod) && availableIn(pod, minReadySeconds, nowMs) === 0;
}

/** Any label or finalizer of the hook is on the pod: it holds. */
export function isHooked(hook: LifecycleHook | undefined, { metadata }: Pod): boolean {
  return marks(hook, metadata).some((mark) => mark);
}

export function isFullyHooked(hook: LifecycleHook | undefined, { metadata }: Pod): boolean {
  return marks(hook, metadata).every((mark) => mark);
}

function marks(hook: LifecycleHook | undefined, metadata: ObjectMeta): readonly boolean[] {
  return [
    ...(hook?.finalizersHandler ?? []).map((finalizer) => metadata.finalizers?.includes(finalizer) === true),
    ...Object.entries(hook?.labelsHandler ?? {}).map(([name, value]) => metadata.labels?.[name] === value),
  ];
}
