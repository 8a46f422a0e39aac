import type { KubeObject } from "@bellwether/core";
import { workloadAdapterContract } from "@bellwether/testing";
import { describe, test } from "vitest";
import { customResourceDefinitions, openkruise } from "../src/index.ts";
import { flatCloneSet, nestedCloneSet } from "./clone-set.ts";

const definitions = await customResourceDefinitions();

/** The definitions with one version served and stored. */
function servingOnly(version: string): readonly KubeObject[] {
  return definitions.map((definition) => {
    const versions = definition.spec["versions"] as readonly { readonly name: string }[];
    const only = versions
      .filter(({ name }) => name === version)
      .map((one) => ({ ...one, served: true, storage: true }));
    return { ...definition, spec: { ...definition.spec, versions: only } };
  });
}

describe.each([
  ["v1alpha1, flat", "v1alpha1", flatCloneSet],
  ["v1beta1, nested", "v1beta1", nestedCloneSet],
])("a CloneSet of %s", (_, version, manifest) => {
  const contract = workloadAdapterContract({
    plugin: openkruise(),
    key: "CloneSet.apps.kruise.io",
    manifest,
    cluster: { definitions: servingOnly(version) },
  });

  for (const { name, run } of contract) test(name, run);
});
