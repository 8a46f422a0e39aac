import type { KubeObject } from "@bellwether/core";

/** The kinds of core.oam.dev, each in v1beta1 and v1alpha2. */
export async function customResourceDefinitions(): Promise<readonly KubeObject[]> {
  const { definitions } = await import("./gen/crds.ts");
  return definitions;
}
