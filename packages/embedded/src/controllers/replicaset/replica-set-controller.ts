import { isConflict, isNotFound, keyOf, type ObjectKey, StaleRead } from "@bellwether/core";
import { claimed } from "../objects/claim.ts";
import { inDeletionOrder } from "../objects/deletion-order.ts";
import { Orphans } from "../objects/orphans.ts";
import { controllerOf, controllerReference } from "../objects/owner.ts";
import { isActive, nextAvailableIn, podFromTemplate, type Pod } from "../objects/pod.ts";
import { pods as podType, replicaSets as replicaSetType } from "../objects/resource-types.ts";
import { writeStatus } from "../objects/write-status.ts";
import type { Controller, ControllerContext } from "../runtime/controller.ts";
import { adoptersOf, ownersOf } from "../runtime/owned-watch.ts";
import { type ReplicaSet, sizeOf } from "./replica-set.ts";
import { replicaSetStatus } from "./replica-set-status.ts";

const fieldManager = "replicaset-controller";

/** Keeps as many pods of each ReplicaSet's template as it asks for. */
export function replicaSetController({ client, views, clock }: ControllerContext): Controller {
  const replicaSets = views.of(replicaSetType);
  const pods = views.of(podType);
  const orphans = new Orphans<Pod>(pods);

  return {
    name: fieldManager,
    watches: [
      { view: replicaSets, keys: ({ object }) => [keyOf(object)] },
      { view: pods, keys: (change) => [...ownersOf("ReplicaSet", change), ...adoptersOf(replicaSets, change)] },
    ],
    reconcile,
  };

  async function reconcile(key: ObjectKey): Promise<number | undefined> {
    const replicaSet = replicaSets.get(key) as ReplicaSet | undefined;
    if (replicaSet === undefined) return undefined;
    const claim = { client, type: podType, view: pods, orphans, fieldManager };
    const active = (await claimed(claim, replicaSet, replicaSet.spec.selector)).filter(isActive);
    let failure: unknown;
    if (replicaSet.metadata.deletionTimestamp === undefined) {
      failure = await scale(replicaSet, active).catch((error: unknown) => error);
      if (failure instanceof StaleRead) throw failure;
    }
    const reason = failure === undefined || isConflict(failure) ? undefined : (failure as Error).message;
    const status = replicaSetStatus(replicaSet, active, clock.now(), reason);
    await writeStatus(client, replicaSetType, replicaSet, status, fieldManager);
    if (failure !== undefined) throw failure as Error;
    return nextAvailableIn(active, replicaSet.spec.minReadySeconds ?? 0, clock.now());
  }

  async function scale(replicaSet: ReplicaSet, active: readonly Pod[]): Promise<void> {
    const missing = sizeOf(replicaSet) - active.length;
    for (let i = 0; i < missing; i += 1) await create(replicaSet);
    if (missing >= 0) return;
    const crowd = crowding(replicaSet);
    const rank = (pod: Pod): number => crowd.get(pod.spec.nodeName ?? "") ?? 0;
    for (const pod of inDeletionOrder(active, { rank }).slice(0, -missing)) await remove(pod);
  }

  async function create(replicaSet: ReplicaSet): Promise<void> {
    const pod = podFromTemplate(replicaSet.spec.template, {
      generateName: `${replicaSet.metadata.name}-`,
      namespace: replicaSet.metadata.namespace ?? "",
      ownerReferences: [controllerReference(replicaSet)],
    });
    await client.create(podType, pod, { fieldManager });
  }

  async function remove(pod: Pod): Promise<void> {
    try {
      await client.delete(podType, keyOf(pod), { uid: pod.metadata.uid ?? "" });
    } catch (error) {
      if (!isNotFound(error)) throw error;
    }
  }

  /** Active pods per node, counting the pods of all ReplicaSets that share the owner. */
  function crowding(replicaSet: ReplicaSet): ReadonlyMap<string, number> {
    const owner = controllerOf(replicaSet)?.uid;
    const relatives = owner === undefined ? [replicaSet] : replicaSets.owned(owner);
    const crowd = new Map<string, number>();
    for (const pod of relatives.flatMap(({ metadata }) => pods.owned(metadata.uid ?? "") as readonly Pod[])) {
      const node = pod.spec.nodeName ?? "";
      if (isActive(pod) && node !== "") crowd.set(node, (crowd.get(node) ?? 0) + 1);
    }
    return crowd;
  }
}
