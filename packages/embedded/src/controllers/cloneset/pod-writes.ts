import { isNotFound, type KubeClient, keyOf } from "@bellwether/core";
import type { Condition } from "../objects/condition.ts";
import type { Pod } from "../objects/pod.ts";
import { pods as podType } from "../objects/resource-types.ts";
import { timestamp } from "../objects/timestamp.ts";
import type { CloneSetSpec } from "./clone-set.ts";
import { inPlaceGate, isHooked, type LifecycleState, specifiedDeleteLabel, stateLabel, stateOf } from "./pod-state.ts";

export const fieldManager = "cloneset-controller";

export interface PodPatch {
  readonly metadata: { readonly labels?: object; readonly annotations?: object };
  readonly spec?: { readonly containers: readonly { readonly name: string; readonly image: string }[] };
}

/** Writes to this very pod, in whatever version it is: its kubelet writes all the time. */
export async function patchPod(client: KubeClient, pod: Pod, { metadata, ...rest }: PodPatch): Promise<void> {
  const body = { ...rest, metadata: { ...metadata, uid: pod.metadata.uid } };
  await client.patch(podType, keyOf(pod), { type: "strategic", body }, { fieldManager });
}

export async function setState(client: KubeClient, pod: Pod, state: LifecycleState): Promise<void> {
  await patchPod(client, pod, { metadata: { labels: { [stateLabel]: state } } });
}

/** The next scale step deletes it. Tells whether that is news. */
export async function specifyDelete(client: KubeClient, pod: Pod): Promise<boolean> {
  if (pod.metadata.labels?.[specifiedDeleteLabel] === "true") return false;
  await patchPod(client, pod, { metadata: { labels: { [specifiedDeleteLabel]: "true" } } });
  return true;
}

/** Deletes the pod, or asks the hook that holds it to let go. Tells whether that is news. */
export async function deletePod(client: KubeClient, { lifecycle }: CloneSetSpec, pod: Pod): Promise<boolean> {
  if (isHooked(lifecycle.preDelete, pod)) {
    if (stateOf(pod) === "PreparingDelete") return false;
    await setState(client, pod, "PreparingDelete");
    return true;
  }
  try {
    await client.delete(podType, keyOf(pod), { uid: pod.metadata.uid ?? "" });
  } catch (error) {
    if (!isNotFound(error)) throw error;
  }
  return true;
}

/** Opens or closes the readiness gate; returns the pod as it is then. */
export async function setInPlaceReady(
  client: KubeClient,
  pod: Pod,
  status: Condition["status"],
  nowMs: number,
  reason?: string,
): Promise<Pod> {
  const condition: Condition = { type: inPlaceGate, status, lastTransitionTime: timestamp(nowMs) };
  const body = { status: { conditions: [reason === undefined ? condition : { ...condition, reason }] } };
  return (await client.patch(
    podType,
    keyOf(pod),
    { type: "strategic", body },
    {
      fieldManager,
      subresource: "status",
    },
  )) as Pod;
}
