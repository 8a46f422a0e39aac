import { type ResourceType, resourceName } from "@bellwether/core";

/** A type, with what the server lets one do with it where that is known. */
export type OfferedType = ResourceType & { readonly verbs?: readonly string[] };

const needed = ["list", "watch", "delete"];

/** The types whose objects can be found and deleted, each in the first version given. */
export function contentTypes(offered: readonly OfferedType[]): readonly ResourceType[] {
  const byName = new Map<string, ResourceType>();
  for (const type of offered) {
    const usable = type.verbs === undefined || needed.every((verb) => type.verbs?.includes(verb));
    // The server keeps one set of events and shows it in two groups.
    if (!usable || type.group === "events.k8s.io" || byName.has(resourceName(type))) continue;
    byName.set(resourceName(type), type);
  }
  return [...byName.values()];
}
