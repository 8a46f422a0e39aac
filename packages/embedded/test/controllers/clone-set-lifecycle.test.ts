import { expect, test } from "vitest";
import type { CloneSet } from "../../src/controllers/cloneset/clone-set.ts";
import { isReady } from "../../src/controllers/objects/pod.ts";
import { controllerRevisions, pods } from "../../src/controllers/objects/resource-types.ts";
import { cloneSetOf, cloneSets, startCluster, templateOf, type VirtualCluster } from "./virtual-cluster.ts";

const stateLabel = "lifecycle.apps.kruise.io/state";
const held = { metadata: { labels: { app: "web", hold: "yes" } } };

function states(cluster: VirtualCluster): readonly (string | undefined)[] {
  return cluster.pods().map(({ metadata }) => metadata.labels?.[stateLabel]);
}

function updateRevision(cluster: VirtualCluster): string {
  return (cluster.get(cloneSets, "web") as CloneSet | undefined)?.status?.updateRevision ?? "";
}

function letGo(cluster: VirtualCluster): void {
  for (const { metadata } of cluster.pods()) {
    cluster.merge(pods, metadata.name ?? "", { metadata: { labels: { hold: null } } });
  }
}

test("an inPlaceUpdate hook holds a pod in PreparingUpdate, serving the old image, until it lets go", async () => {
  await using cluster = await startCluster();
  const lifecycle = { inPlaceUpdate: { labelsHandler: { hold: "yes" } } };
  const strategy = { type: "InPlaceIfPossible", maxUnavailable: 1 };
  const template = { ...templateOf("v1"), ...held };
  cluster.create(cloneSets, cloneSetOf(1, strategy, { lifecycle, template }));
  await cluster.pass(5000);
  cluster.merge(cloneSets, "web", { spec: { template: { ...templateOf("v2"), ...held } } });
  await cluster.pass(10_000);
  expect(states(cluster)).toEqual(["PreparingUpdate"]);
  expect(cluster.images("ready")).toEqual({ v1: 1 });
  letGo(cluster);
  await cluster.pass(10_000);
  expect(cluster.images("ready")).toEqual({ v2: 1 });
  expect(states(cluster)).toEqual(["Updated"]);
  cluster.merge(pods, cluster.pods()[0]?.metadata.name ?? "", { metadata: { labels: { hold: "yes" } } });
  await cluster.pass(1000);
  expect(states(cluster)).toEqual(["Normal"]);
});

test("scaling up takes a pod back from PreparingDelete", async () => {
  await using cluster = await startCluster();
  const lifecycle = { preDelete: { labelsHandler: { hold: "yes" } } };
  cluster.create(cloneSets, cloneSetOf(2, {}, { lifecycle, template: { ...templateOf("v1"), ...held } }));
  await cluster.pass(5000);
  const before = cluster.pods().map(({ metadata }) => metadata.uid);
  cluster.merge(cloneSets, "web", { spec: { replicas: 1 } });
  await cluster.pass(1000);
  expect(states(cluster)).toContain("PreparingDelete");
  cluster.merge(cloneSets, "web", { spec: { replicas: 2 } });
  await cluster.pass(5000);
  expect(states(cluster)).toEqual(["Normal", "Normal"]);
  expect(cluster.pods().map(({ metadata }) => metadata.uid)).toEqual(before);
});

test("OnDelete updates a pod when somebody deletes it", async () => {
  await using cluster = await startCluster();
  cluster.create(cloneSets, cloneSetOf(3, { type: "OnDelete" }));
  await cluster.pass(5000);
  cluster.merge(cloneSets, "web", { spec: { template: templateOf("v2") } });
  await cluster.pass(10_000);
  expect(cluster.images("ready")).toEqual({ v1: 3 });
  cluster.server.delete(pods, { namespace: "default", name: cluster.pods()[0]?.metadata.name ?? "" });
  await cluster.pass(10_000);
  expect(cluster.images("ready")).toEqual({ v1: 2, v2: 1 });
});

test("higher priority is updated first", async () => {
  await using cluster = await startCluster();
  const matchSelector = { matchLabels: { tier: "canary" } };
  const priorityStrategy = { weightPriority: [{ weight: 50, matchSelector }] };
  cluster.create(cloneSets, cloneSetOf(4, { partition: 4, priorityStrategy }));
  await cluster.pass(5000);
  const canary = cluster.pods()[2]?.metadata;
  cluster.merge(pods, canary?.name ?? "", { metadata: { labels: { tier: "canary" } } });
  cluster.merge(cloneSets, "web", { spec: { template: templateOf("v2"), updateStrategy: { partition: 3 } } });
  await cluster.pass(20_000);
  expect(cluster.images("ready")).toEqual({ v1: 3, v2: 1 });
  expect(cluster.pods().map(({ metadata }) => metadata.uid)).not.toContain(canary?.uid);
});

test("a name that another revision has makes the next one hash differently", async () => {
  await using cluster = await startCluster();
  cluster.create(cloneSets, cloneSetOf(1));
  await cluster.pass(5000);
  const name = updateRevision(cluster);
  cluster.server.delete(cloneSets, { namespace: "default", name: "web" });
  await cluster.pass(5000);
  const metadata = { name, namespace: "default" };
  cluster.create(controllerRevisions, {
    apiVersion: "apps/v1",
    kind: "ControllerRevision",
    metadata,
    revision: 1,
    data: {},
  });
  cluster.create(cloneSets, cloneSetOf(1));
  await cluster.pass(5000);
  expect((cluster.get(cloneSets, "web") as CloneSet | undefined)?.status?.collisionCount).toBe(1);
  expect(updateRevision(cluster)).not.toBe(name);
  expect(cluster.pods().filter(isReady)).toHaveLength(1);
});
