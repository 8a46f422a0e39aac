import { keyOf, type ObjectChange, type ObjectKey, type ObjectView } from "@bellwether/core";
import { type LabelSelector, selects } from "../objects/label-selector.ts";
import { controllerOf } from "../objects/owner.ts";

/** The controllers of this kind that own the changed object, or owned it before. */
export function ownersOf(kind: string, { object, previous }: ObjectChange): readonly ObjectKey[] {
  const now = controllerOf(object);
  const before = previous === undefined ? undefined : controllerOf(previous);
  return [now, before?.uid === now?.uid ? undefined : before]
    .filter((owner) => owner?.kind === kind)
    .map((owner) => ({ namespace: object.metadata.namespace ?? "", name: owner?.name ?? "" }));
}

/** The owners that would adopt the changed object, when nobody owns it. */
export function adoptersOf(owners: ObjectView, { type, object }: ObjectChange): readonly ObjectKey[] {
  const { labels, namespace } = object.metadata;
  if (type === "deleted" || controllerOf(object) !== undefined || labels === undefined) return [];
  return owners
    .list(namespace)
    .filter((owner) => selects((owner["spec"] as { readonly selector?: LabelSelector }).selector, labels))
    .map(keyOf);
}
