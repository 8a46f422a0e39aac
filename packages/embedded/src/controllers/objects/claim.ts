import {
  type KubeClient,
  keyOf,
  type KubeObject,
  mergePatchOn,
  type ObjectView,
  type ResourceType,
} from "@bellwether/core";
import { type LabelSelector, selects } from "./label-selector.ts";
import type { Orphans } from "./orphans.ts";
import { controllerOf, controllerReference } from "./owner.ts";

export interface Claim<T extends KubeObject> {
  readonly client: KubeClient;
  readonly type: ResourceType;
  readonly view: ObjectView;
  readonly orphans: Orphans<T>;
  readonly fieldManager: string;
}

/** What the owner owns by selector: matching orphans are adopted, and what no longer matches is let go. */
export async function claimed<T extends KubeObject>(
  { client, type, view, orphans, fieldManager }: Claim<T>,
  owner: KubeObject,
  selector: LabelSelector | undefined,
): Promise<readonly T[]> {
  const result: T[] = [];
  const setOwners = async (object: T, ownerReferences: readonly unknown[]): Promise<T> =>
    (await client.patch(type, keyOf(object), mergePatchOn(object, { metadata: { ownerReferences } }), {
      fieldManager,
    })) as T;
  for (const object of view.owned(owner.metadata.uid ?? "") as readonly T[]) {
    if (selects(selector, object.metadata.labels) || object.metadata.deletionTimestamp !== undefined) {
      result.push(object);
    } else if (owner.metadata.deletionTimestamp === undefined) {
      const own = controllerOf(object);
      await setOwners(object, object.metadata.ownerReferences?.filter((reference) => reference !== own) ?? []);
    }
  }
  if (owner.metadata.deletionTimestamp !== undefined) return result;
  for (const object of orphans.in(owner.metadata.namespace ?? "")) {
    if (object.metadata.deletionTimestamp !== undefined || !selects(selector, object.metadata.labels)) continue;
    result.push(await setOwners(object, [...(object.metadata.ownerReferences ?? []), controllerReference(owner)]));
  }
  return result;
}
