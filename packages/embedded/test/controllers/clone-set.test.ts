import { expect, test } from "vitest";
import type { CloneSet } from "../../src/controllers/cloneset/clone-set.ts";
import { conditionOf } from "../../src/controllers/objects/condition.ts";
import { isReady, type Pod } from "../../src/controllers/objects/pod.ts";
import { controllerRevisions, pods } from "../../src/controllers/objects/resource-types.ts";
import { cloneSetOf, cloneSets, startCluster, templateOf, type VirtualCluster } from "./virtual-cluster.ts";

function statusOf(cluster: VirtualCluster): CloneSet["status"] {
  return (cluster.get(cloneSets, "web") as CloneSet | undefined)?.status;
}

function update(cluster: VirtualCluster, updateStrategy: Readonly<Record<string, unknown>>, tag?: string): void {
  const template = tag === undefined ? {} : { template: templateOf(tag) };
  cluster.merge(cloneSets, "web", { spec: { updateStrategy, ...template } });
}

test("a CloneSet comes up with named pods, a revision and a full status", async () => {
  await using cluster = await startCluster();
  cluster.create(cloneSets, cloneSetOf(5));
  await cluster.pass(5000);
  const status = statusOf(cluster);
  expect(status).toMatchObject({
    observedGeneration: 1,
    replicas: 5,
    readyReplicas: 5,
    availableReplicas: 5,
    updatedReplicas: 5,
    updatedReadyReplicas: 5,
    updatedAvailableReplicas: 5,
    expectedUpdatedReplicas: 5,
    labelSelector: "app=web",
  });
  expect(status?.currentRevision).toBe(status?.updateRevision);
  const revision = cluster.list(controllerRevisions)[0]?.metadata.name;
  expect(revision).toMatch(/^web-[bcdfghjklmnpqrstvwxz2456789]+$/);
  for (const { metadata, spec } of cluster.pods()) {
    expect(metadata.name).toBe(`web-${metadata.labels?.["apps.kruise.io/cloneset-instance-id"]}`);
    expect(metadata.labels?.["controller-revision-hash"]).toBe(revision);
    expect(metadata.labels?.["lifecycle.apps.kruise.io/state"]).toBe("Normal");
    expect(spec.readinessGates).toEqual([{ conditionType: "InPlaceUpdateReady" }]);
  }
});

test("the partition counts the pods that keep the old revision, batch by batch", async () => {
  await using cluster = await startCluster();
  cluster.create(cloneSets, cloneSetOf(5));
  await cluster.pass(5000);
  update(cluster, { partition: 5 }, "v2");
  await cluster.pass(20_000);
  expect(cluster.images()).toEqual({ v1: 5 });
  for (const [partition, expected] of [
    [4, { v1: 4, v2: 1 }],
    [2, { v1: 2, v2: 3 }],
    [0, { v2: 5 }],
  ] as const) {
    update(cluster, { partition });
    let least = 5;
    await cluster.pass(60_000, () => {
      least = Math.min(least, cluster.pods().filter(isReady).length);
      expect(cluster.images()["v2"] ?? 0).toBeLessThanOrEqual(5 - partition);
    });
    expect(cluster.images("ready")).toEqual(expected);
    expect(least).toBe(4);
  }
  expect(statusOf(cluster)?.currentRevision).toBe(statusOf(cluster)?.updateRevision);
});

test("a nested update strategy means the same", async () => {
  await using cluster = await startCluster();
  const updateStrategy = { type: "RollingUpdate", rollingUpdate: { partition: "60%", maxUnavailable: 1 } };
  cluster.create(cloneSets, cloneSetOf(5, updateStrategy));
  await cluster.pass(5000);
  cluster.merge(cloneSets, "web", { spec: { template: templateOf("v2") } });
  await cluster.pass(60_000);
  expect(cluster.images("ready")).toEqual({ v1: 3, v2: 2 });
});

test("surge makes the new pod first and takes the surplus away in the end", async () => {
  await using cluster = await startCluster();
  cluster.create(cloneSets, cloneSetOf(5, { maxUnavailable: 0, maxSurge: 1 }));
  await cluster.pass(5000);
  update(cluster, {}, "v2");
  let most = 0;
  await cluster.pass(60_000, () => {
    most = Math.max(most, cluster.pods().length);
    expect(cluster.pods().filter(isReady).length).toBeGreaterThanOrEqual(5);
  });
  expect(most).toBe(6);
  expect(cluster.images("ready")).toEqual({ v2: 5 });
});

test("raising the partition brings nothing back; the old template with partition 0 does, at its old name", async () => {
  await using cluster = await startCluster();
  cluster.create(cloneSets, cloneSetOf(5, { maxUnavailable: 2 }));
  await cluster.pass(5000);
  const first = statusOf(cluster)?.updateRevision;
  update(cluster, { partition: 2 }, "v2");
  await cluster.pass(60_000);
  update(cluster, { partition: 5 });
  await cluster.pass(60_000);
  expect(cluster.images("ready")).toEqual({ v1: 2, v2: 3 });
  update(cluster, { partition: 0 }, "v1");
  await cluster.pass(60_000);
  expect(cluster.images("ready")).toEqual({ v1: 5 });
  expect(statusOf(cluster)?.updateRevision).toBe(first);
  expect(cluster.list(controllerRevisions)).toHaveLength(2);
});

test("with the gate, raising the partition moves pods back", async () => {
  await using cluster = await startCluster({ cloneSetGates: { partitionRollback: true } });
  cluster.create(cloneSets, cloneSetOf(5));
  await cluster.pass(5000);
  update(cluster, { partition: 2 }, "v2");
  await cluster.pass(60_000);
  update(cluster, { partition: 4 });
  await cluster.pass(60_000);
  expect(cluster.images("ready")).toEqual({ v1: 4, v2: 1 });
});

test("in place the pod stays, its image changes, and it is not ready meanwhile", async () => {
  await using cluster = await startCluster();
  cluster.create(cloneSets, cloneSetOf(3, { type: "InPlaceIfPossible", maxUnavailable: 1 }));
  await cluster.pass(5000);
  const before = cluster.pods();
  update(cluster, {}, "v2");
  let least = 3;
  await cluster.pass(30_000, () => (least = Math.min(least, cluster.pods().filter(isReady).length)));
  expect(least).toBe(2);
  expect(cluster.images("ready")).toEqual({ v2: 3 });
  for (const pod of before) {
    const after = cluster.get(pods, pod.metadata.name ?? "") as Pod | undefined;
    expect(after?.metadata.uid).toBe(pod.metadata.uid);
    expect(after?.status?.containerStatuses?.[0]?.imageID).not.toBe(pod.status?.containerStatuses?.[0]?.imageID);
    expect(after?.status?.containerStatuses?.[0]?.restartCount).toBe(1);
    expect(conditionOf(after?.status?.conditions, "InPlaceUpdateReady")?.status).toBe("True");
    expect(after?.metadata.labels?.["lifecycle.apps.kruise.io/state"]).toBe("Normal");
  }
  expect(statusOf(cluster)).toMatchObject({ updatedReplicas: 3, updatedAvailableReplicas: 3 });
});

test("in place with a grace period the label leads and the image follows", async () => {
  await using cluster = await startCluster();
  const inPlaceUpdateStrategy = { gracePeriodSeconds: 10 };
  cluster.create(cloneSets, cloneSetOf(1, { type: "InPlaceIfPossible", maxUnavailable: 1, inPlaceUpdateStrategy }));
  await cluster.pass(5000);
  update(cluster, {}, "v2");
  await cluster.pass(5000);
  expect(statusOf(cluster)?.updatedReplicas).toBe(1);
  expect(cluster.images()).toEqual({ v1: 1 });
  await cluster.pass(10_000);
  expect(cluster.images("ready")).toEqual({ v2: 1 });
});

test("what cannot be updated in place is recreated, or refused where only in place is allowed", async () => {
  const other = { ...templateOf("v2"), spec: { containers: [{ name: "web", image: "web:v2", command: ["run"] }] } };
  for (const [type, images] of [
    ["InPlaceIfPossible", { v2: 2 }],
    ["InPlaceOnly", { v1: 2 }],
  ] as const) {
    await using cluster = await startCluster();
    cluster.create(cloneSets, cloneSetOf(2, { type, maxUnavailable: 1 }));
    await cluster.pass(5000);
    cluster.merge(cloneSets, "web", { spec: { template: other } });
    await cluster.pass(60_000);
    expect(cluster.images("ready")).toEqual(images);
    const failed = conditionOf(statusOf(cluster)?.conditions, "FailedUpdate")?.status;
    expect(failed).toBe(type === "InPlaceOnly" ? "True" : undefined);
  }
});

test("named pods are deleted, and their names forgotten", async () => {
  await using cluster = await startCluster();
  cluster.create(cloneSets, cloneSetOf(3));
  await cluster.pass(5000);
  const [first] = cluster.pods();
  const podsToDelete = [first?.metadata.name];
  cluster.merge(cloneSets, "web", { spec: { replicas: 2, scaleStrategy: { podsToDelete } } });
  await cluster.pass(10_000);
  expect(cluster.pods().map(({ metadata }) => metadata.uid)).not.toContain(first?.metadata.uid);
  expect(cluster.images("ready")).toEqual({ v1: 2 });
  expect((cluster.get(cloneSets, "web") as CloneSet | undefined)?.spec["scaleStrategy"]).not.toHaveProperty(
    "podsToDelete",
  );
});

test("scaleStrategy.maxUnavailable limits creation while pods are not ready", async () => {
  await using cluster = await startCluster({ kubelet: { behaviour: { fail: "NeverReady" } } });
  cluster.create(cloneSets, cloneSetOf(10, {}, { scaleStrategy: { maxUnavailable: "20%" } }));
  await cluster.pass(60_000);
  expect(cluster.pods()).toHaveLength(2);
});

test("paused updates nothing, and scaling goes on", async () => {
  await using cluster = await startCluster();
  cluster.create(cloneSets, cloneSetOf(3, { paused: true }));
  await cluster.pass(5000);
  update(cluster, { partition: 3 }, "v2");
  cluster.merge(cloneSets, "web", { spec: { replicas: 5 } });
  await cluster.pass(20_000);
  expect(cluster.images("ready")).toEqual({ v1: 3, v2: 2 });
});

test("minReadySeconds separates available from ready", async () => {
  await using cluster = await startCluster();
  cluster.create(cloneSets, cloneSetOf(2, {}, { minReadySeconds: 10 }));
  await cluster.pass(5000);
  expect(statusOf(cluster)).toMatchObject({ readyReplicas: 2, availableReplicas: 0 });
  expect(statusOf(cluster)).not.toHaveProperty("updatedAvailableReplicas");
  await cluster.pass(10_000);
  expect(statusOf(cluster)).toMatchObject({ readyReplicas: 2, availableReplicas: 2 });
});

test("a preDelete hook holds a pod in PreparingDelete until it lets go", async () => {
  await using cluster = await startCluster();
  const lifecycle = { preDelete: { labelsHandler: { hold: "yes" } } };
  const template = { ...templateOf("v1"), metadata: { labels: { app: "web", hold: "yes" } } };
  cluster.create(cloneSets, cloneSetOf(2, {}, { lifecycle, template }));
  await cluster.pass(5000);
  cluster.merge(cloneSets, "web", { spec: { replicas: 1 } });
  await cluster.pass(10_000);
  const held = cluster
    .pods()
    .find(({ metadata }) => metadata.labels?.["lifecycle.apps.kruise.io/state"] === "PreparingDelete");
  expect(cluster.pods()).toHaveLength(2);
  cluster.merge(pods, held?.metadata.name ?? "", { metadata: { labels: { hold: null } } });
  await cluster.pass(10_000);
  expect(cluster.pods().map(({ metadata }) => metadata.name)).not.toContain(held?.metadata.name);
  expect(cluster.images("ready")).toEqual({ v1: 1 });
});

test("Progressing tells how far the update is", async () => {
  await using cluster = await startCluster({ kubelet: { failingImage: (image) => image === "web:bad" } });
  cluster.create(cloneSets, cloneSetOf(3, {}, { progressDeadlineSeconds: 30 }));
  await cluster.pass(5000);
  const reason = (): string | undefined => conditionOf(statusOf(cluster)?.conditions, "Progressing")?.reason;
  expect(reason()).toBe("CloneSetAvailable");
  update(cluster, { partition: 2 }, "v2");
  await cluster.pass(20_000);
  expect(reason()).toBe("ProgressPartitionAvailable");
  update(cluster, { partition: 0 }, "bad");
  await cluster.pass(10_000);
  expect(reason()).toBe("CloneSetUpdated");
  await cluster.pass(60_000);
  expect(reason()).toBe("ProgressDeadlineExceeded");
});

test("a settled CloneSet writes nothing, for ever", async () => {
  await using cluster = await startCluster();
  cluster.create(cloneSets, cloneSetOf(5));
  await cluster.pass(20_000);
  const before = cluster.server.resourceVersion;
  await cluster.pass(3_600_000);
  expect(cluster.server.resourceVersion).toBe(before);
  expect(cluster.clock.pending).toBe(0);
});
