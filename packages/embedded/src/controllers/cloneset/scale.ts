import { inDeletionOrder } from "../objects/deletion-order.ts";
import type { Pod } from "../objects/pod.ts";
import { pods as podType } from "../objects/resource-types.ts";
import type { ControllerContext } from "../runtime/controller.ts";
import type { Calculation } from "./calculation.ts";
import { newPod } from "./new-pod.ts";
import { isHooked, isNormal, isServing, isSpecifiedDelete, stateOf } from "./pod-state.ts";
import { deletePod, fieldManager, setState } from "./pod-writes.ts";
import { calculationOf, isFresh, type Snapshot, serves } from "./snapshot.ts";

type Ports = Pick<ControllerContext, "client" | "random">;

/** Creates and deletes pods; the first kind of change that is due is made. Tells whether anything changed. */
export async function scale(ports: Ports, snapshot: Snapshot): Promise<boolean> {
  if (await keepNeeded(ports, snapshot)) return true;
  const calculation = calculationOf(snapshot, "scale");
  if (calculation.scaleUp > 0) return create(ports, snapshot, calculation);
  const { spec, pods } = snapshot;
  const released = pods.filter((pod) => stateOf(pod) === "PreparingDelete" && !isHooked(spec.lifecycle.preDelete, pod));
  if (await remove(ports, snapshot, released)) return true;
  const specified = pods.filter((pod) => stateOf(pod) !== "PreparingDelete" && isSpecifiedDelete(spec, pod));
  if (specified.length > 0) return remove(ports, snapshot, withinLimit(specified, calculation));
  if (calculation.scaleDown === 0 || pods.some((pod) => stateOf(pod) === "PreparingDelete")) return false;
  return remove(ports, snapshot, withinLimit(surplus(snapshot, calculation), calculation));
}

/** Pods on their way out that scaling up wants back. */
async function keepNeeded({ client }: Ports, { spec, bounds, pods }: Snapshot): Promise<boolean> {
  const preparing = pods.filter((pod) => stateOf(pod) === "PreparingDelete" && !isSpecifiedDelete(spec, pod));
  const missing = bounds.replicas - pods.filter((pod) => stateOf(pod) !== "PreparingDelete").length;
  if (missing <= 0 || preparing.length === 0 || spec.lifecycle.preDelete?.markPodNotReady === true) return false;
  for (const pod of preparing.slice(0, missing)) await setState(client, pod, "PreparingNormal");
  return true;
}

async function create(
  { client, random }: Ports,
  { cloneSet, current, update }: Snapshot,
  { scaleUpLimit, scaleUpOld }: Calculation,
): Promise<boolean> {
  for (let i = 0; i < scaleUpLimit; i += 1) {
    const revision = i < scaleUpOld ? current : update;
    await client.create(podType, newPod(cloneSet, revision, random), { fieldManager });
  }
  return scaleUpLimit > 0;
}

async function remove({ client }: Ports, { spec }: Snapshot, pods: readonly Pod[]): Promise<boolean> {
  let changed = false;
  for (const pod of pods) changed = (await deletePod(client, spec, pod)) || changed;
  return changed;
}

/** Unready pods are free; ready ones go while the limit lasts. */
function withinLimit(pods: readonly Pod[], { deleteReadyLimit }: Calculation): readonly Pod[] {
  let left = deleteReadyLimit;
  return pods.filter((pod) => !(isServing(pod) && isNormal(pod)) || left-- > 0);
}

function surplus(snapshot: Snapshot, { scaleDown, scaleDownOld }: Calculation): readonly Pod[] {
  const crowd = new Map<string, number>();
  for (const { spec } of snapshot.pods) crowd.set(spec.nodeName ?? "", (crowd.get(spec.nodeName ?? "") ?? 0) + 1);
  const ordered = inDeletionOrder(snapshot.pods, {
    fit: (pod) => serves(snapshot, pod),
    rank: ({ spec }) => crowd.get(spec.nodeName ?? "") ?? 0,
  });
  const old = ordered.filter((pod) => !isFresh(snapshot, pod)).slice(0, Math.min(scaleDown, scaleDownOld));
  const fresh = ordered.filter((pod) => isFresh(snapshot, pod)).slice(0, Math.max(0, scaleDown - scaleDownOld));
  return [...old, ...fresh];
}
