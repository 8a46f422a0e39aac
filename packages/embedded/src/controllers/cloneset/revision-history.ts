import { isConflict, type KubeClient, keyOf, mergePatchOn } from "@bellwether/core";
import { controllerOf } from "../objects/owner.ts";
import type { PodTemplate } from "../objects/pod.ts";
import { controllerRevisions as revisionType } from "../objects/resource-types.ts";
import type { CloneSet } from "./clone-set.ts";
import { isAt } from "./pod-state.ts";
import { fieldManager } from "./pod-writes.ts";
import { type ControllerRevision, newerFirst, newRevision, nextNumber, revisionOf } from "./revisions.ts";
import type { Snapshot } from "./snapshot.ts";

export type RevisionHistory = Pick<Snapshot, "current" | "update" | "revisions">;

/** The name of a new revision belongs to another owner or template: the hash has to be another one. */
export class RevisionCollision extends Error {
  override readonly name: string = "RevisionCollision";
}

/** The revision of the template, made or brought to the front where needed, and the one that all pods had last. */
export async function revisionHistory(
  client: KubeClient,
  cloneSet: CloneSet,
  template: PodTemplate,
  existing: readonly ControllerRevision[],
): Promise<RevisionHistory> {
  const update = await updateRevision(client, cloneSet, template, existing);
  const others = existing.filter(({ metadata }) => metadata.name !== update.metadata.name);
  const current = others.find(({ metadata }) => metadata.name === cloneSet.status?.currentRevision) ?? update;
  return { current, update, revisions: [...others, update] };
}

async function updateRevision(
  client: KubeClient,
  cloneSet: CloneSet,
  template: PodTemplate,
  existing: readonly ControllerRevision[],
): Promise<ControllerRevision> {
  const equal = revisionOf(existing, template);
  if (equal === undefined) return createRevision(client, cloneSet, template, existing);
  if (existing.every(({ revision }) => revision <= equal.revision)) return equal;
  const patch = mergePatchOn(equal, { revision: nextNumber(existing) });
  return (await client.patch(revisionType, keyOf(equal), patch, { fieldManager })) as ControllerRevision;
}

async function createRevision(
  client: KubeClient,
  cloneSet: CloneSet,
  template: PodTemplate,
  existing: readonly ControllerRevision[],
): Promise<ControllerRevision> {
  const wanted = newRevision(cloneSet, template, existing);
  try {
    return (await client.create(revisionType, wanted, { fieldManager })) as ControllerRevision;
  } catch (error) {
    if (!isConflict(error)) throw error;
    const other = (await client.get(revisionType, keyOf(wanted))) as ControllerRevision;
    const own = controllerOf(other)?.uid === cloneSet.metadata.uid && revisionOf([other], template) !== undefined;
    throw own ? error : new RevisionCollision(`"${wanted.metadata.name}" is another's`, { cause: error });
  }
}

/** Deletes revisions that nothing needs any more, beyond those that the history may hold. */
export async function forgetRevisions(client: KubeClient, snapshot: Snapshot): Promise<void> {
  const { spec, pods, current, update, revisions } = snapshot;
  const isIdle = (revision: ControllerRevision): boolean =>
    revision !== current && revision !== update && !pods.some((pod) => isAt(pod, revision.metadata.name ?? ""));
  for (const revision of revisions.filter(isIdle).sort(newerFirst).slice(spec.revisionHistoryLimit)) {
    await client.delete(revisionType, keyOf(revision));
  }
}
