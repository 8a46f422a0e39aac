import { VirtualCluster } from "@bellwether/testing";
import { expect, test } from "vitest";
import { customResourceDefinitions } from "../src/index.ts";
import { servedCloneSets } from "../src/served-clone-sets.ts";

test("v1alpha1 is preferred where both versions are served", async () => {
  const definitions = await customResourceDefinitions();
  await using cluster = new VirtualCluster({ controllers: [], definitions });
  expect(await servedCloneSets(cluster.client)).toMatchObject({ group: "apps.kruise.io", version: "v1alpha1" });
});

test("a cluster without OpenKruise is refused with what to install", async () => {
  await using cluster = new VirtualCluster({ controllers: [] });
  await expect(servedCloneSets(cluster.client)).rejects.toMatchObject({
    code: "CRD_MISSING",
    remedy: "install OpenKruise, or leave CloneSets to other clusters",
  });
});
