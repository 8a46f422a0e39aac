import { keyOf, mergePatchOn, type ObjectKey, type ResourceType, StaleRead } from "@bellwether/core";
import { isActive, nextAvailableIn, type Pod } from "../objects/pod.ts";
import { controllerRevisions as revisionType, pods as podType } from "../objects/resource-types.ts";
import { writeStatus } from "../objects/write-status.ts";
import type { Controller, ControllerContext } from "../runtime/controller.ts";
import { ownersOf } from "../runtime/owned-watch.ts";
import { cloneSetBounds } from "./bounds.ts";
import type { CloneSet, CloneSetSpec } from "./clone-set.ts";
import { cloneSetStatus, emptyStatus, type Failures, progressDeadlineIn } from "./clone-set-status.ts";
import { decodeCloneSet } from "./decode.ts";
import { fieldManager } from "./pod-writes.ts";
import { forgetRevisions, RevisionCollision, revisionHistory } from "./revision-history.ts";
import type { ControllerRevision } from "./revisions.ts";
import { scale } from "./scale.ts";
import type { CloneSetGates, Snapshot } from "./snapshot.ts";
import { update } from "./update.ts";

/** Stands in for OpenKruise: scales, then updates, the pods of each CloneSet. */
export function cloneSetController(
  { client, views, clock, random }: ControllerContext,
  type: ResourceType,
  gates: CloneSetGates = {},
): Controller {
  const cloneSets = views.of(type);
  const pods = views.of(podType);
  const revisions = views.of(revisionType);

  return {
    name: fieldManager,
    watches: [
      { view: cloneSets, keys: ({ object }) => [keyOf(object)] },
      { view: pods, keys: (change) => ownersOf("CloneSet", change) },
      { view: revisions, keys: () => [] },
    ],
    reconcile,
  };

  async function reconcile(key: ObjectKey): Promise<number | undefined> {
    const cloneSet = cloneSets.get(key) as CloneSet | undefined;
    if (cloneSet === undefined || cloneSet.metadata.deletionTimestamp !== undefined) return undefined;
    const snapshot = await observe(cloneSet, decodeCloneSet(cloneSet));
    const waits = [nextAvailableIn(snapshot.pods, snapshot.spec.minReadySeconds, snapshot.nowMs)];
    const failures = await synchronize(snapshot, waits);
    const status = cloneSetStatus(snapshot, failures);
    const written = await writeStatus(client, type, cloneSet, status, fieldManager);
    if (failures.scale !== undefined) throw failures.scale;
    if (failures.update !== undefined) throw failures.update;
    await forgetDeleted(written, snapshot);
    await forgetRevisions(client, snapshot);
    waits.push(progressDeadlineIn(snapshot, status));
    const due = waits.filter((wait) => wait !== undefined);
    return due.length === 0 ? undefined : Math.min(...due);
  }

  async function observe(cloneSet: CloneSet, spec: CloneSetSpec): Promise<Snapshot> {
    const uid = cloneSet.metadata.uid ?? "";
    const active = (pods.owned(uid) as readonly Pod[]).filter(isActive);
    const owned = revisions.owned(uid) as readonly ControllerRevision[];
    try {
      const history = await revisionHistory(client, cloneSet, spec.template, owned);
      return { cloneSet, spec, bounds: cloneSetBounds(spec), gates, pods: active, ...history, nowMs: clock.now() };
    } catch (error) {
      if (error instanceof RevisionCollision) {
        const collisionCount = (cloneSet.status?.collisionCount ?? 0) + 1;
        const status = { ...emptyStatus, ...cloneSet.status, collisionCount };
        await writeStatus(client, type, cloneSet, status, fieldManager);
      }
      throw error;
    }
  }

  async function synchronize(snapshot: Snapshot, waits: (number | undefined)[]): Promise<Failures> {
    try {
      if (await scale({ client, random }, snapshot)) return {};
    } catch (error) {
      return { scale: failure(error) };
    }
    try {
      waits.push(await update(client, snapshot));
    } catch (error) {
      return { update: failure(error) };
    }
    return {};
  }

  /** Names in `podsToDelete` whose pods are gone. */
  async function forgetDeleted(cloneSet: CloneSet, { spec, pods: active }: Snapshot): Promise<void> {
    const left = spec.podsToDelete.filter((name) => active.some(({ metadata }) => metadata.name === name));
    if (left.length === spec.podsToDelete.length) return;
    const podsToDelete = left.length === 0 ? null : left;
    const patch = mergePatchOn(cloneSet, { spec: { scaleStrategy: { podsToDelete } } });
    await client.patch(type, keyOf(cloneSet), patch, { fieldManager });
  }
}

function failure(error: unknown): Error {
  if (error instanceof StaleRead || !(error instanceof Error)) throw error;
  return error;
}
