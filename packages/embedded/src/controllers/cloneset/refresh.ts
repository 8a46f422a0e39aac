import type { KubeClient } from "@bellwether/core";
import { conditionOf, isTrue } from "../objects/condition.ts";
import type { Pod } from "../objects/pod.ts";
import type { CloneSetSpec } from "./clone-set.ts";
import { type Images, inPlaceGraceAnnotation, inPlaceStateOf, isInPlaceComplete, withImages } from "./in-place.ts";
import { inPlaceGate, isFullyHooked, isHooked, type LifecycleState, stateOf } from "./pod-state.ts";
import { patchPod, setInPlaceReady, setState } from "./pod-writes.ts";
import type { Snapshot } from "./snapshot.ts";

export interface Refreshed {
  readonly changed: boolean;
  /** Until the next in-place grace ends. */
  readonly waitMs: number | undefined;
}

/** Brings the readiness gate, running graces and lifecycle states of all pods up to date. */
export async function refresh(client: KubeClient, { spec, pods, nowMs }: Snapshot): Promise<Refreshed> {
  let changed = false;
  const waits: number[] = [];
  for (const pod of pods) {
    const graceMs = graceLeft(pod, spec, nowMs);
    if (graceMs !== undefined && graceMs > 0) waits.push(graceMs);
    if (graceMs === undefined || graceMs > 0) changed = (await refreshOne(client, spec, pod, nowMs)) || changed;
    else changed = await endGrace(client, pod);
  }
  return { changed, waitMs: waits.length === 0 ? undefined : Math.min(...waits) };
}

async function refreshOne(client: KubeClient, spec: CloneSetSpec, pod: Pod, nowMs: number): Promise<boolean> {
  const complete = isComplete(pod);
  const gated = pod.spec.readinessGates?.some(({ conditionType }) => conditionType === inPlaceGate) === true;
  const opens = gated && complete && conditionOf(pod.status?.conditions, inPlaceGate)?.status !== "True";
  const now = opens ? await setInPlaceReady(client, pod, "True", nowMs) : pod;
  const state = nextState(spec, now, complete);
  if (state !== undefined) await setState(client, now, state);
  return opens || state !== undefined;
}

function isComplete(pod: Pod): boolean {
  if (pod.metadata.annotations?.[inPlaceGraceAnnotation] !== undefined) return false;
  const state = inPlaceStateOf(pod);
  return state === undefined || isInPlaceComplete(pod, state);
}

function nextState({ lifecycle }: CloneSetSpec, pod: Pod, complete: boolean): LifecycleState | undefined {
  switch (stateOf(pod)) {
    case "PreparingNormal":
      return isTrue(pod.status?.conditions, "PodScheduled") && isFullyHooked(lifecycle.preNormal, pod)
        ? "Normal"
        : undefined;
    case "Updating":
      if (!complete) return undefined;
      return lifecycle.inPlaceUpdate !== undefined && !isHooked(lifecycle.inPlaceUpdate, pod) ? "Updated" : "Normal";
    case "Updated":
      return isHooked(lifecycle.inPlaceUpdate, pod) || lifecycle.inPlaceUpdate === undefined ? "Normal" : undefined;
    default:
      return undefined;
  }
}

function graceLeft(pod: Pod, { gracePeriodSeconds }: CloneSetSpec, nowMs: number): number | undefined {
  if (pod.metadata.annotations?.[inPlaceGraceAnnotation] === undefined) return undefined;
  const since = Date.parse(inPlaceStateOf(pod)?.updateTimestamp ?? "") || 0;
  return Math.max(0, since + gracePeriodSeconds * 1000 - nowMs);
}

async function endGrace(client: KubeClient, pod: Pod): Promise<boolean> {
  const images = JSON.parse(pod.metadata.annotations?.[inPlaceGraceAnnotation] ?? "{}") as Images;
  await patchPod(client, pod, {
    metadata: { annotations: { [inPlaceGraceAnnotation]: null } },
    spec: withImages(images),
  });
  return true;
}
