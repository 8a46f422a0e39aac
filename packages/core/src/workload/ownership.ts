import type { RolloutOwner, WorkloadRef } from "../extension-points/workload-adapter.ts";
import type { KubeObject, OwnerReference } from "../kube/kube-object.ts";

/** Whether an object found by name is the one that was seen before: another one of its name is another workload. */
export function isSameObject({ uid }: WorkloadRef, object: KubeObject): boolean {
  return uid === undefined || object.metadata.uid === uid;
}

/** The reference of the object's controller, whoever that is. */
export function controllerOf(object: KubeObject): OwnerReference | undefined {
  return object.metadata.ownerReferences?.find(({ controller }) => controller === true);
}

/** Compared by UID: a name may be used again. */
export function isOwnedBy(object: KubeObject, owner: RolloutOwner): boolean {
  return controllerOf(object)?.uid === owner.uid;
}

/** The references with the rollout as controller added; foreign ones stay. */
export function withOwner(object: KubeObject, owner: RolloutOwner): readonly OwnerReference[] {
  return [
    ...withoutOwner(object, owner),
    { apiVersion: owner.apiVersion, kind: owner.kind, name: owner.key.name, uid: owner.uid, controller: true },
  ];
}

/** The references without those of the rollout. */
export function withoutOwner(object: KubeObject, owner: RolloutOwner): readonly OwnerReference[] {
  return (object.metadata.ownerReferences ?? []).filter(({ uid }) => uid !== owner.uid);
}
