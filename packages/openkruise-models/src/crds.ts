import type { CustomResourceDefinition } from "./custom-resource-definition.ts";

export type { CustomResourceDefinition } from "./custom-resource-definition.ts";

/** CloneSet, Advanced StatefulSet and Advanced DaemonSet, for clusters that run without OpenKruise. */
export async function customResourceDefinitions(): Promise<readonly CustomResourceDefinition[]> {
  const { definitions } = await import("./gen/crds.ts");
  return definitions;
}
