import { controllerOf, keyText, keyOf, RolloutError, type KubeObject, type OwnerReference } from "@bellwether/core";
import { labels } from "../kinds/keys.ts";
import { oamApiVersion } from "../kinds/resource-types.ts";

/** On whose behalf objects are applied and deleted. */
export interface Dispatcher {
  /** Name of the Application. */
  readonly application: string;
  readonly namespace: string;
  /** Of the live Application; absent when there is none. */
  readonly applicationUid?: string;
  /** Of the rollout, which may control the workload. */
  readonly rolloutUid?: string;
}

/** Garbage collection removes what is dispatched with the Application; an owner in another namespace would be none. */
export function ownerReferences(dispatcher: Dispatcher, object: KubeObject): readonly OwnerReference[] {
  const { application, namespace, applicationUid } = dispatcher;
  if (applicationUid === undefined || object.metadata.namespace !== namespace) return [];
  return [{ apiVersion: oamApiVersion, kind: "Application", name: application, uid: applicationUid }];
}

/** Throws `RolloutError` TARGET_HAS_OWNER for an object that somebody else controls or has dispatched. */
export function refuseForeign(live: KubeObject, dispatcher: Dispatcher): void {
  const owner = foreignOwner(live, dispatcher);
  if (owner === undefined) return;
  throw new RolloutError("TARGET_HAS_OWNER", `${live.kind} ${keyText(keyOf(live))} belongs to ${owner}.`);
}

function foreignOwner(live: KubeObject, { application, applicationUid, rolloutUid }: Dispatcher): string | undefined {
  const controller = controllerOf(live);
  if (controller !== undefined && controller.uid !== rolloutUid && controller.uid !== applicationUid)
    return `${controller.kind} ${controller.name}`;
  const labelled = live.metadata.labels?.[labels.application];
  return labelled === undefined || labelled === application ? undefined : `Application ${labelled}`;
}

/** Whether the object was dispatched for this Application, by UID. */
export function isDispatchedBy(live: KubeObject, { application, applicationUid }: Dispatcher): boolean {
  return (
    applicationUid !== undefined &&
    live.metadata.labels?.[labels.application] === application &&
    (live.metadata.ownerReferences ?? []).some(({ uid }) => uid === applicationUid)
  );
}
