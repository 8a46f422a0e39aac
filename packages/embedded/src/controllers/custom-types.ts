import { keyOf, type KubeObject, type ObjectKey, type ResourceType } from "@bellwether/core";
import { type Condition, isTrue } from "./objects/condition.ts";
import { customResourceDefinitions } from "./objects/resource-types.ts";
import type { Controller, ControllerContext } from "./runtime/controller.ts";

/** The versions of one kind that a cluster serves, the most preferred first. */
export type ServedVersions = readonly [ResourceType, ...ResourceType[]];

interface Definition extends KubeObject {
  readonly spec: {
    readonly group: string;
    readonly scope: string;
    readonly names: { readonly kind: string; readonly plural: string };
    readonly versions: readonly { readonly name: string; readonly served: boolean; readonly storage: boolean }[];
  };
  readonly status?: { readonly conditions?: readonly Condition[] };
}

/** Tells of each custom resource type once, as soon as it is served. */
export function customTypes({ views }: ControllerContext, served: (versions: ServedVersions) => void): Controller {
  const definitions = views.of(customResourceDefinitions);
  const known = new Set<string>();

  return {
    name: "custom-types",
    watches: [{ view: definitions, keys: ({ object }) => [keyOf(object)] }],
    reconcile,
  };

  async function reconcile(key: ObjectKey): Promise<undefined> {
    const definition = definitions.get(key) as Definition | undefined;
    if (definition === undefined || known.has(key.name) || !isTrue(definition.status?.conditions, "Established"))
      return;
    const [first, ...others] = versionsOf(definition);
    if (first === undefined) return;
    known.add(key.name);
    served([first, ...others]);
  }
}

function versionsOf({ spec }: Definition): readonly ResourceType[] {
  const { group, scope, names, versions } = spec;
  return versions
    .filter((version) => version.served)
    .sort((a, b) => Number(b.storage) - Number(a.storage))
    .map(({ name }) => ({
      group,
      version: name,
      kind: names.kind,
      plural: names.plural,
      namespaced: scope === "Namespaced",
    }));
}
