import { RolloutError, type ObjectView } from "@bellwether/core";
import type { Application } from "../kinds/application.ts";
import { systemNamespace, type ComponentDefinition } from "../kinds/component-definition.ts";

/** The definition of each component's type: the Application's namespace comes before the system's. */
export function findDefinitions(
  { metadata, spec }: Application,
  view: ObjectView,
): Readonly<Record<string, ComponentDefinition>> {
  const namespaces = [metadata.namespace ?? "", systemNamespace];
  const types = [...new Set(spec.components.map(({ type }) => type))];
  return Object.fromEntries(types.map((type) => [type, findDefinition(type, namespaces, view)]));
}

function findDefinition(name: string, namespaces: readonly string[], view: ObjectView): ComponentDefinition {
  for (const namespace of namespaces) {
    const found = view.get({ namespace, name });
    if (found !== undefined) return found as ComponentDefinition;
  }
  throw new RolloutError(
    "DEFINITION_NOT_FOUND",
    `There is no ComponentDefinition "${name}" in ${namespaces.map((namespace) => `"${namespace}"`).join(" or ")}.`,
  );
}
