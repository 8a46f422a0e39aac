import {
  keyOf,
  keyText,
  revisionAnnotation,
  type KubeClient,
  type KubeObject,
  type ObjectKey,
  type ObjectView,
} from "@bellwether/core";
import { annotations } from "../kinds/keys.ts";
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

/** Objects dispatched for the Application that are not to stay. A rolled workload goes only when it is asked to run no pod. */
export function leftovers(keeps: readonly Keep[], dispatcher: Dispatcher): readonly Leftover[] {
  return keeps.flatMap(({ view, keys }) => {
    const kept = new Set(keys.map(keyText));
    return view
      .list(dispatcher.namespace)
      .filter((object) => !kept.has(keyText(keyOf(object))) && isDispatchedBy(object, dispatcher) && mayGo(object))
      .map((object) => ({ view, object }));
  });
}

function mayGo({ metadata, ...object }: KubeObject): boolean {
  if (metadata.deletionTimestamp !== undefined || metadata.annotations?.[annotations.skipCollection] === "true")
    return false;
  const rolled = metadata.annotations?.[revisionAnnotation] !== undefined;
  const spec = object["spec"] as { readonly replicas?: number } | undefined;
  return !rolled || spec?.replicas === 0;
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
