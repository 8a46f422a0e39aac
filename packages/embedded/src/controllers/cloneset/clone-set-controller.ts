import { isConflict, keyOf, mergePatchOn, type ObjectKey, type ResourceType, StaleRead } from "@bellwether/core";
import { controllerOf } from "../objects/owner.ts";
import { isActive, nextAvailableIn, type Pod } from "../objects/pod.ts";
import { controllerRevisions as revisionType, pods as podType } from "../objects/resource-types.ts";
import { writeStatus } from "../objects/write-status.ts";
import type { Controller, ControllerContext } from "../runtime/controller.ts";
import { ownersOf } from "../runtime/owned-watch.ts";
import { cloneSetBounds } from "./bounds.ts";
import type { CloneSet, CloneSetSpec } from "./clone-set.ts";
import { cloneSetStatus, type Failures, progressDeadlineIn } from "./clone-set-status.ts";
import { decodeCloneSet } from "./decode.ts";
import { isAt } from "./pod-state.ts";
import { fieldManager } from "./pod-writes.ts";
import { type ControllerRevision, newerFirst, newRevision, nextNumber, revisionOf } from "./revisions.ts";
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
    if (cloneSet === undefined) return undefined;
    const spec = decodeCloneSet(cloneSet);
    const active = (pods.owned(cloneSet.metadata.uid ?? "") as readonly Pod[]).filter(isActive);
    const { current, updated, all } = await revisionsOf(cloneSet, spec);
    const snapshot: Snapshot = {
      cloneSet,
      spec,
      bounds: cloneSetBounds(spec),
      gates,
      pods: active,
      current,
      update: updated,
      revisions: all,
      nowMs: clock.now(),
    };
    const waits: (number | undefined)[] = [nextAvailableIn(active, spec.minReadySeconds, snapshot.nowMs)];
    const failures = cloneSet.metadata.deletionTimestamp === undefined ? await synchronize(snapshot, waits) : {};
    const status = cloneSetStatus(snapshot, failures);
    const written = await writeStatus(client, type, cloneSet, status, fieldManager);
    if (failures.scale !== undefined) throw failures.scale;
    if (failures.update !== undefined) throw failures.update;
    await forgetDeleted(written, snapshot);
    await forgetRevisions(snapshot);
    waits.push(progressDeadlineIn(snapshot, status));
    const due = waits.filter((wait) => wait !== undefined);
    return due.length === 0 ? undefined : Math.min(...due);
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

  /** The revision of the template, made or brought to the front where needed, and the one that all pods had last. */
  async function revisionsOf(cloneSet: CloneSet, spec: CloneSetSpec): Promise<Revisions> {
    const existing = revisions.owned(cloneSet.metadata.uid ?? "") as readonly ControllerRevision[];
    const updated = await updateRevision(cloneSet, spec, existing);
    const others = existing.filter(({ metadata }) => metadata.name !== updated.metadata.name);
    const current = others.find(({ metadata }) => metadata.name === cloneSet.status?.currentRevision) ?? updated;
    return { current, updated, all: [...others, updated] };
  }

  async function updateRevision(
    cloneSet: CloneSet,
    spec: CloneSetSpec,
    existing: readonly ControllerRevision[],
  ): Promise<ControllerRevision> {
    const equal = revisionOf(existing, spec.template);
    if (equal === undefined) return createRevision(cloneSet, newRevision(cloneSet, spec.template, existing));
    if (existing.every(({ revision }) => revision <= equal.revision)) return equal;
    const patch = mergePatchOn(equal, { revision: nextNumber(existing) });
    return (await client.patch(revisionType, keyOf(equal), patch, { fieldManager })) as ControllerRevision;
  }

  async function createRevision(cloneSet: CloneSet, revision: ControllerRevision): Promise<ControllerRevision> {
    try {
      return (await client.create(revisionType, revision, { fieldManager })) as ControllerRevision;
    } catch (error) {
      if (!isConflict(error)) throw error;
      const other = await client.get(revisionType, keyOf(revision));
      if (
        controllerOf(other)?.uid !== cloneSet.metadata.uid ||
        !revisionOf([other as ControllerRevision], decodeCloneSet(cloneSet).template)
      ) {
        const collisionCount = (cloneSet.status?.collisionCount ?? 0) + 1;
        await writeStatus(client, type, cloneSet, { ...cloneSet.status, collisionCount }, fieldManager);
      }
      throw error;
    }
  }

  /** Names in `podsToDelete` whose pods are gone. */
  async function forgetDeleted(cloneSet: CloneSet, { spec, pods: active }: Snapshot): Promise<void> {
    const left = spec.podsToDelete.filter((name) => active.some(({ metadata }) => metadata.name === name));
    if (left.length === spec.podsToDelete.length) return;
    const podsToDelete = left.length === 0 ? null : left;
    const patch = mergePatchOn(cloneSet, { spec: { scaleStrategy: { podsToDelete } } });
    await client.patch(type, keyOf(cloneSet), patch, { fieldManager });
  }

  async function forgetRevisions({ spec, pods: active, current, update, revisions: all }: Snapshot): Promise<void> {
    const idle = all.filter(
      (revision) =>
        revision !== current && revision !== update && !active.some((pod) => isAt(pod, revision.metadata.name ?? "")),
    );
    for (const revision of idle.sort(newerFirst).slice(spec.revisionHistoryLimit)) {
      await client.delete(revisionType, keyOf(revision));
    }
  }
}

interface Revisions {
  readonly current: ControllerRevision;
  readonly updated: ControllerRevision;
  readonly all: readonly ControllerRevision[];
}

function failure(error: unknown): Error {
  if (error instanceof StaleRead || !(error instanceof Error)) throw error;
  return error;
}
