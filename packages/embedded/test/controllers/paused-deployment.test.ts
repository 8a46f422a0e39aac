import { expect, test } from "vitest";
import { deployments, replicaSets } from "../../src/controllers/objects/resource-types.ts";
import { type ReplicaSet, sizeOf } from "../../src/controllers/replicaset/replica-set.ts";
import { deploymentOf, startCluster, templateOf, type VirtualCluster } from "./virtual-cluster.ts";

const bounds = { rollingUpdate: { maxSurge: 0, maxUnavailable: 1 } };

/** A paused Deployment of ten, with an empty ReplicaSet `web-own` for its next template. */
async function startPaused(): Promise<VirtualCluster> {
  const cluster = await startCluster();
  cluster.create(deployments, deploymentOf(10, { strategy: bounds }));
  await cluster.pass(5000);
  cluster.merge(deployments, "web", { spec: { paused: true, template: templateOf("v2") } });
  await cluster.pass(1000);
  const [old] = cluster.replicaSets();
  const labels = { app: "web", "pod-template-hash": "own" };
  const template = { ...old?.spec.template, metadata: { labels } };
  const object = {
    apiVersion: "apps/v1",
    kind: "ReplicaSet",
    metadata: { name: "web-own", namespace: "default", labels },
    spec: { replicas: 0, selector: { matchLabels: labels }, template },
  };
  const containers = [{ ...old?.spec.template.spec.containers[0], image: "web:v2" }];
  const spec = { ...old?.spec.template.spec, containers };
  cluster.create(replicaSets, { ...object, spec: { ...object.spec, template: { ...template, spec } } });
  await cluster.pass(1000);
  return cluster;
}

async function nudge(cluster: VirtualCluster, replicas: number, name: string = "web-own"): Promise<void> {
  const annotations = {
    "deployment.kubernetes.io/desired-replicas": "10",
    "deployment.kubernetes.io/max-replicas": "10",
  };
  cluster.merge(replicaSets, name, { metadata: { annotations }, spec: { replicas } });
  await cluster.pass(10_000);
}

/** Sizes of the old and of the new ReplicaSet. */
function sizes(cluster: VirtualCluster): readonly number[] {
  const fresh = cluster.get(replicaSets, "web-own") as ReplicaSet;
  const old = cluster.replicaSets().filter(({ metadata }) => metadata.name !== "web-own");
  return [old.reduce((sum, one) => sum + sizeOf(one), 0), sizeOf(fresh)];
}

test.each([
  [20, [12, 8]],
  [5, [3, 2]],
  [13, [8, 5]],
  [11, [7, 4]],
])("scaled from 10 to %i at four new ones, the shares stay", async (replicas, expected) => {
  await using cluster = await startPaused();
  for (let size = 1; size <= 4; size += 1) await nudge(cluster, size);
  expect(sizes(cluster)).toEqual([6, 4]);
  cluster.merge(deployments, "web", { spec: { replicas } });
  await cluster.pass(10_000);
  expect(sizes(cluster)).toEqual(expected);
});

test("the largest other ReplicaSet makes the opposite move, all the way", async () => {
  await using cluster = await startPaused();
  for (const size of [1, 2, 3, 4]) await nudge(cluster, size);
  expect(sizes(cluster)).toEqual([6, 4]);
  const old = cluster.replicaSets().find(({ metadata }) => metadata.name !== "web-own")?.metadata.name;
  for (const size of [5, 4, 3, 2, 1, 0]) await nudge(cluster, size, old);
  expect(sizes(cluster)).toEqual([0, 10]);
  expect(cluster.images("ready")).toEqual({ v2: 10 });
});

test("through zero, the empty ReplicaSet of the new template decides that every pod comes back new", async () => {
  for (const [withTarget, expected] of [
    [true, { v2: 10 }],
    [false, { v1: 10 }],
  ] as const) {
    await using cluster = await startPaused();
    if (!withTarget) cluster.server.delete(replicaSets, { namespace: "default", name: "web-own" });
    for (const replicas of [0, 10]) {
      cluster.merge(deployments, "web", { spec: { replicas } });
      await cluster.pass(10_000);
    }
    expect(cluster.images("ready")).toEqual(expected);
  }
});

test("minReadySeconds reaches the new ReplicaSet only, also while paused", async () => {
  await using cluster = await startPaused();
  cluster.merge(deployments, "web", { spec: { minReadySeconds: 7 } });
  await cluster.pass(1000);
  const seconds = cluster
    .replicaSets()
    .map(({ metadata, spec }) => [metadata.name === "web-own", spec.minReadySeconds ?? 0]);
  expect(new Map(seconds as [boolean, number][])).toEqual(
    new Map([
      [true, 7],
      [false, 0],
    ]),
  );
});

test.each([
  ["25%", "25%", 8, 5],
  [0, 1, 9, 1],
  [1, 0, 10, 1],
  [0, 3, 7, 3],
])(
  "with surge %s and %s unavailable, new pods that never get ready stop at %i old and %i new",
  async (maxSurge, maxUnavailable, old, fresh) => {
    await using cluster = await startCluster();
    cluster.create(deployments, deploymentOf(10, { strategy: { rollingUpdate: { maxSurge, maxUnavailable } } }));
    await cluster.pass(5000);
    const template = templateOf("v2", { "embedded.bellwether.dev/fail": "NeverReady" });
    cluster.merge(deployments, "web", { spec: { template } });
    await cluster.pass(60_000);
    expect(cluster.images()).toEqual({ v1: old, v2: fresh });
  },
);
