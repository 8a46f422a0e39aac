import { VirtualCluster } from "@bellwether/testing";
import { expect, test } from "vitest";
import { CloneSetAdapter } from "../src/clone-set-adapter.ts";
import { flatCloneSet, liveCloneSet, nestedCloneSet } from "./clone-set.ts";

const type = { group: "apps.kruise.io", version: "v1alpha1", kind: "CloneSet", plural: "clonesets", namespaced: true };
const cluster = new VirtualCluster({ controllers: [] });
const adapter = new CloneSetAdapter(cluster.client, cluster.views, type);

test("a CloneSet that is not there begins without pods, all of them held", () => {
  expect(adapter.hold(flatCloneSet("v1"), "web-v1", undefined)).toMatchObject({
    metadata: { name: "web" },
    spec: { replicas: 0, updateStrategy: { paused: true, partition: "100%" } },
  });
});

test("a live one keeps its size, and all of its pods", () => {
  const live = liveCloneSet({ replicas: 5, updateStrategy: { partition: 0 } }, { replicas: 5 });
  expect(adapter.hold(flatCloneSet("v2"), "web-v2", live)).toMatchObject({
    spec: { replicas: 5, updateStrategy: { paused: true, partition: "100%" } },
  });
});

test("the version of the manifest decides where the fields go, and what it says besides stays", () => {
  const manifest = nestedCloneSet("v2");
  const spec = {
    ...(manifest["spec"] as object),
    updateStrategy: { type: "RollingUpdate", rollingUpdate: { maxUnavailable: "50%", partition: 1 } },
  };
  const live = liveCloneSet({ replicas: 3 }, { replicas: 3 });
  expect(adapter.hold({ ...manifest, spec }, "web-v2", live)["spec"]).toMatchObject({
    replicas: 3,
    updateStrategy: {
      type: "RollingUpdate",
      rollingUpdate: { maxUnavailable: "50%", paused: true, partition: "100%" },
    },
  });
});
