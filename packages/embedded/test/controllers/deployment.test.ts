import { expect, test } from "vitest";
import { conditionOf } from "../../src/controllers/objects/condition.ts";
import { deployments, pods, replicaSets } from "../../src/controllers/objects/resource-types.ts";
import type { Deployment } from "../../src/controllers/deployment/deployment.ts";
import { deploymentOf, startCluster, templateOf, type VirtualCluster } from "./virtual-cluster.ts";

const revision = "deployment.kubernetes.io/revision";

function progressing(cluster: VirtualCluster): string | undefined {
  return conditionOf((cluster.get(deployments, "web") as Deployment | undefined)?.status?.conditions, "Progressing")
    ?.reason;
}

test("a Deployment comes up, and its status says so", async () => {
  await using cluster = await startCluster();
  cluster.create(deployments, deploymentOf(5));
  await cluster.pass(5000);
  expect(cluster.images("ready")).toEqual({ v1: 5 });
  const deployment = cluster.get(deployments, "web") as Deployment | undefined;
  expect(deployment?.status).toMatchObject({ replicas: 5, updatedReplicas: 5, readyReplicas: 5, availableReplicas: 5 });
  expect(deployment?.status?.observedGeneration).toBe(deployment?.metadata.generation);
  expect(progressing(cluster)).toBe("NewReplicaSetAvailable");
  expect(cluster.replicaSets()[0]?.metadata.annotations).toMatchObject({
    [revision]: "1",
    "deployment.kubernetes.io/desired-replicas": "5",
    "deployment.kubernetes.io/max-replicas": "7",
  });
});

test.each([
  [10, "25%", "25%", 13, 8],
  [10, 0, 1, 10, 9],
  [10, 1, 0, 11, 10],
  [3, "30%", "10%", 4, 3],
])(
  "a rolling update of %i with surge %s and %s unavailable stays in bounds",
  async (replicas, maxSurge, maxUnavailable, most, least) => {
    await using cluster = await startCluster();
    const strategy = { type: "RollingUpdate", rollingUpdate: { maxSurge, maxUnavailable } };
    cluster.create(deployments, deploymentOf(replicas, { strategy }));
    await cluster.pass(5000);
    cluster.merge(deployments, "web", { spec: { template: templateOf("v2") } });
    let [highest, lowest] = [0, replicas];
    await cluster.pass(60_000, () => {
      const ready = Object.values(cluster.images("ready")).reduce((sum, count) => sum + count, 0);
      highest = Math.max(highest, cluster.pods().length);
      lowest = Math.min(lowest, ready);
    });
    expect(cluster.images("ready")).toEqual({ v2: replicas });
    expect(highest).toBeLessThanOrEqual(most);
    expect(lowest).toBeGreaterThanOrEqual(least);
  },
);

test("Recreate ends every old pod before the first new one", async () => {
  await using cluster = await startCluster();
  cluster.create(deployments, deploymentOf(3, { strategy: { type: "Recreate" } }));
  await cluster.pass(5000);
  cluster.merge(deployments, "web", { spec: { template: templateOf("v2") } });
  await cluster.pass(20_000, () => {
    const tags = new Set(cluster.list(pods).map((pod) => JSON.stringify(pod["spec"]).match(/web:(v\d)/)?.[1]));
    expect(tags.size).toBeLessThanOrEqual(1);
  });
  expect(cluster.images("ready")).toEqual({ v2: 3 });
});

test("the old template brings the old ReplicaSet back under a new revision", async () => {
  await using cluster = await startCluster();
  cluster.create(deployments, deploymentOf(2));
  await cluster.pass(5000);
  const [first] = cluster.replicaSets();
  cluster.merge(deployments, "web", { spec: { template: templateOf("v2") } });
  await cluster.pass(20_000);
  cluster.merge(deployments, "web", { spec: { template: templateOf("v1") } });
  await cluster.pass(20_000);
  expect(cluster.images("ready")).toEqual({ v1: 2 });
  expect(cluster.replicaSets()).toHaveLength(2);
  const again = cluster.replicaSets().find(({ metadata }) => metadata.uid === first?.metadata.uid);
  expect(again?.metadata.annotations).toMatchObject({
    [revision]: "3",
    "deployment.kubernetes.io/revision-history": "1",
  });
});

test("history beyond the limit is forgotten, oldest first", async () => {
  await using cluster = await startCluster();
  cluster.create(deployments, deploymentOf(1, { revisionHistoryLimit: 1 }));
  await cluster.pass(5000);
  for (const tag of ["v2", "v3", "v4"]) {
    cluster.merge(deployments, "web", { spec: { template: templateOf(tag) } });
    await cluster.pass(20_000);
  }
  const revisions = cluster.replicaSets().map(({ metadata }) => metadata.annotations?.[revision]);
  expect(new Set(revisions)).toEqual(new Set(["3", "4"]));
  expect(revisions).toHaveLength(2);
});

test("a paused Deployment rolls nothing out and keeps its shares when it is scaled", async () => {
  await using cluster = await startCluster();
  cluster.create(deployments, deploymentOf(10, { strategy: { rollingUpdate: { maxSurge: 0, maxUnavailable: 1 } } }));
  await cluster.pass(5000);
  cluster.merge(deployments, "web", { spec: { template: templateOf("v2") } });
  await cluster.pass(20_000, () => {
    if ((cluster.images()["v2"] ?? 0) === 4) cluster.merge(deployments, "web", { spec: { paused: true } });
  });
  expect(cluster.images()).toEqual({ v1: 6, v2: 4 });
  expect(progressing(cluster)).toBe("DeploymentPaused");
  cluster.merge(deployments, "web", { spec: { replicas: 20 } });
  await cluster.pass(20_000);
  expect(cluster.images("ready")).toEqual({ v1: 12, v2: 8 });
  cluster.merge(deployments, "web", { spec: { paused: false } });
  await cluster.pass(60_000);
  expect(cluster.images("ready")).toEqual({ v2: 20 });
});

test("under pause one write to a ReplicaSet moves the largest other one the other way", async () => {
  await using cluster = await startCluster();
  cluster.create(deployments, deploymentOf(10));
  await cluster.pass(5000);
  cluster.merge(deployments, "web", { spec: { paused: true, template: templateOf("v2") } });
  await cluster.pass(1000);
  const [old] = cluster.replicaSets();
  const template = old?.spec.template;
  const labels = { app: "web", "pod-template-hash": "own" };
  cluster.create(replicaSets, {
    apiVersion: "apps/v1",
    kind: "ReplicaSet",
    metadata: { name: "web-own", namespace: "default", labels },
    spec: {
      replicas: 0,
      selector: { matchLabels: labels },
      template: {
        ...template,
        metadata: { labels },
        spec: { ...template?.spec, containers: [{ ...template?.spec.containers[0], image: "web:v2" }] },
      },
    },
  });
  await cluster.pass(1000);
  expect(cluster.get(replicaSets, "web-own")?.metadata.ownerReferences?.[0]?.name).toBe("web");
  expect(cluster.get(replicaSets, "web-own")?.metadata.annotations?.[revision]).toBe("2");
  const annotations = {
    "deployment.kubernetes.io/desired-replicas": "10",
    "deployment.kubernetes.io/max-replicas": "13",
  };
  cluster.merge(replicaSets, "web-own", { metadata: { annotations }, spec: { replicas: 4 } });
  await cluster.pass(10_000);
  expect(cluster.images("ready")).toEqual({ v1: 9, v2: 4 });
});

test("a rollout that makes no progress exceeds its deadline, and the old template heals it", async () => {
  await using cluster = await startCluster({ kubelet: { failingImage: (image) => image === "web:bad" } });
  cluster.create(deployments, deploymentOf(4, { progressDeadlineSeconds: 30 }));
  await cluster.pass(5000);
  cluster.merge(deployments, "web", { spec: { template: templateOf("bad") } });
  await cluster.pass(20_000);
  expect(progressing(cluster)).toBe("ReplicaSetUpdated");
  expect(cluster.images("ready")).toEqual({ v1: 3 });
  await cluster.pass(20_000);
  expect(progressing(cluster)).toBe("ProgressDeadlineExceeded");
  cluster.merge(deployments, "web", { spec: { template: templateOf("v1") } });
  await cluster.pass(20_000);
  expect(cluster.images()).toEqual({ v1: 4 });
  expect(progressing(cluster)).toBe("NewReplicaSetAvailable");
});

test("a settled Deployment writes nothing, for ever", async () => {
  await using cluster = await startCluster();
  cluster.create(deployments, deploymentOf(5));
  await cluster.pass(20_000);
  const before = cluster.server.resourceVersion;
  await cluster.pass(3_600_000);
  expect(cluster.server.resourceVersion).toBe(before);
  expect(cluster.clock.pending).toBe(0);
});
