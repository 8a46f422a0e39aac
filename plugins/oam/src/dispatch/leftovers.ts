import {
  controllerOf,
  keyOf,
  keyText,
  mergePatchOn,
  revisionAnnotation,
  type KubeClient,
  type KubeObject,
  type ObjectKey,
  type ObjectView,
} from "@bellwether/core";
import { annotations, manifestManager } from "../kinds/keys.ts";
import { readFresh } from "./read-fresh.ts";
import { isDispatchedBy, type Dispatcher } from "./ownership.ts";

export interface Leftover {
  readonly view: ObjectView;
  readonly object: KubeObject;
}

/** What must stay in one view. */
export interface Keep {
  readonly view: ObjectView;
  readonly keys: readonly ObjectKey[];
}

/**
 * Objects dispatched for the Application that are not to stay. A workload of the rollout's own revisions is one only
 * when it is asked to run no pod; one that a former rollout has abandoned always.
 */
export async function leftovers(
  keeps: readonly Keep[],
  dispatcher: Dispatcher,
  revisions: readonly string[],
  signal: AbortSignal,
): Promise<readonly Leftover[]> {
  const left: Leftover[] = [];
  for (const { view, keys } of keeps) {
    const kept = new Set(keys.map(keyText));
    const all = await readFresh(view, () => view.list(dispatcher.namespace), signal);
    const surplus = all
      .filter((object) => !kept.has(keyText(keyOf(object))) && isDispatchedBy(object, dispatcher))
      .filter((object) => !staysAnyway(object) && (!runsPods(object) || isAbandoned(object, revisions)));
    left.push(...surplus.map((object) => ({ view, object })));
  }
  return left;
}

/** Going already, or to be kept for good. */
export function staysAnyway({ metadata }: KubeObject): boolean {
  return metadata.deletionTimestamp !== undefined || metadata.annotations?.[annotations.skipCollection] === "true";
}

function revisionOf({ metadata }: KubeObject): string | undefined {
  return metadata.annotations?.[revisionAnnotation];
}

/** Only of workloads that rollouts take care of. */
function runsPods(object: KubeObject): boolean {
  const spec = object["spec"] as { readonly replicas?: number } | undefined;
  return revisionOf(object) !== undefined && spec?.replicas !== 0;
}

function isAbandoned(object: KubeObject, revisions: readonly string[]): boolean {
  return !revisions.includes(revisionOf(object) ?? "") && controllerOf(object) === undefined;
}

/** Takes one step towards the end of exactly the object that was seen: no pods first, then deletion. */
export async function removeLeftover(client: KubeClient, leftover: Leftover, signal: AbortSignal): Promise<void> {
  const { view, object } = leftover;
  if (!runsPods(object)) return deleteLeftover(client, leftover, signal);
  const lowered = mergePatchOn(object, { spec: { replicas: 0 } });
  await client.patch(view.type, keyOf(object), lowered, { fieldManager: manifestManager, signal });
}

/** Deletes exactly the object that was seen. */
export async function deleteLeftover(
  client: KubeClient,
  { view, object }: Leftover,
  signal: AbortSignal,
): Promise<void> {
  const { uid, resourceVersion } = object.metadata;
  await client.delete(view.type, keyOf(object), {
    ...(uid === undefined ? {} : { uid }),
    ...(resourceVersion === undefined ? {} : { resourceVersion }),
    propagation: "Background",
    signal,
  });
}
