import type { KubeClient } from "@bellwether/core";
import type { Pod } from "../objects/pod.ts";
import { timestamp } from "../objects/timestamp.ts";
import type { Calculation } from "./calculation.ts";
import { changedImages, differsInPlace, inPlaceGraceAnnotation, updatedMetadata, withImages } from "./in-place.ts";
import { isAt, isHooked, stateOf } from "./pod-state.ts";
import { patchPod, setInPlaceReady, setState, specifyDelete } from "./pod-writes.ts";
import { refresh } from "./refresh.ts";
import { type ControllerRevision, templateOf } from "./revisions.ts";
import { calculationOf, type Snapshot, serves } from "./snapshot.ts";
import { inUpdateOrder } from "./update-order.ts";

/** Moves pods to the update revision within the budget. Returns the wait for an in-place grace, if one runs. */
export async function update(client: KubeClient, snapshot: Snapshot): Promise<number | undefined> {
  const { changed, waitMs } = await refresh(client, snapshot);
  const { spec } = snapshot;
  if (changed || spec.onDelete || spec.paused) return waitMs;
  const calculation = calculationOf(snapshot, "update");
  if (calculation.update === 0) return waitMs;
  const target = calculation.update > 0 ? snapshot.update : snapshot.current;
  for (const pod of chosen(snapshot, calculation, target)) await updatePod(client, snapshot, pod, target);
  if (spec.gracePeriodSeconds === 0) return waitMs;
  return Math.min(waitMs ?? Number.POSITIVE_INFINITY, spec.gracePeriodSeconds * 1000);
}

function chosen(snapshot: Snapshot, calculation: Calculation, target: ControllerRevision): readonly Pod[] {
  const name = target.metadata.name ?? "";
  const leaving = snapshot.update.metadata.name ?? "";
  const waiting = snapshot.pods.filter(
    (pod) =>
      (calculation.update > 0 ? !isAt(pod, name) : isAt(pod, leaving)) &&
      stateOf(pod) !== "PreparingDelete" &&
      pod.metadata.annotations?.[inPlaceGraceAnnotation] === undefined,
  );
  const sorted = inUpdateOrder(snapshot.spec, waiting).slice(0, Math.abs(calculation.update));
  return withinBudget(snapshot, sorted, name, calculation.updateMaxUnavailable);
}

/** Replacing a broken pod is free of the total budget, not of the target revision's. */
function withinBudget(snapshot: Snapshot, sorted: readonly Pod[], target: string, budget: number): readonly Pod[] {
  const down = snapshot.pods.filter((pod) => !serves(snapshot, pod));
  const downAtTarget = down.filter((pod) => isAt(pod, target)).length;
  let unavailable = down.length;
  const taken: Pod[] = [];
  for (const pod of sorted) {
    if (downAtTarget + taken.length >= budget) break;
    if (serves(snapshot, pod)) {
      if (unavailable >= budget) break;
      unavailable += 1;
    }
    taken.push(pod);
  }
  return taken;
}

async function updatePod(client: KubeClient, snapshot: Snapshot, pod: Pod, target: ControllerRevision): Promise<void> {
  const { spec, revisions } = snapshot;
  if (spec.podUpdatePolicy !== "ReCreate") {
    const from = revisions.find(({ metadata }) => isAt(pod, metadata.name ?? ""));
    if (from !== undefined && differsInPlace(from, target)) return updateInPlace(client, snapshot, pod, from, target);
    if (spec.podUpdatePolicy === "InPlaceOnly") {
      throw new Error(`pod "${pod.metadata.name}" cannot be updated in place: more than images and metadata differ`);
    }
  }
  await specifyDelete(client, pod);
}

async function updateInPlace(
  client: KubeClient,
  { spec, nowMs }: Snapshot,
  pod: Pod,
  from: ControllerRevision,
  to: ControllerRevision,
): Promise<void> {
  if (isHooked(spec.lifecycle.inPlaceUpdate, pod)) {
    if (stateOf(pod) !== "PreparingUpdate") await setState(client, pod, "PreparingUpdate");
    return;
  }
  const before = templateOf(from);
  const images = changedImages(before, templateOf(to));
  const unready = await setInPlaceReady(client, pod, "False", nowMs, "StartInPlaceUpdate");
  const metadata = updatedMetadata(pod, before, to, images, timestamp(nowMs));
  if (spec.gracePeriodSeconds === 0 || Object.keys(images).length === 0) {
    await patchPod(client, unready, { metadata, spec: withImages(images) });
    return;
  }
  const annotations = { ...metadata.annotations, [inPlaceGraceAnnotation]: JSON.stringify(images) };
  await patchPod(client, unready, { metadata: { ...metadata, annotations } });
}
