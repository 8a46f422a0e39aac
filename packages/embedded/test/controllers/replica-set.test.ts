import { expect, test } from "vitest";
import { inDeletionOrder } from "../../src/controllers/objects/deletion-order.ts";
import type { Pod } from "../../src/controllers/objects/pod.ts";
import { pods, replicaSets } from "../../src/controllers/objects/resource-types.ts";
import type { ReplicaSet } from "../../src/controllers/replicaset/replica-set.ts";
import { startCluster, templateOf } from "./virtual-cluster.ts";

function replicaSetOf(replicas: number, spec: Readonly<Record<string, unknown>> = {}) {
  return {
    apiVersion: "apps/v1",
    kind: "ReplicaSet",
    metadata: { name: "web", namespace: "default" },
    spec: { replicas, selector: { matchLabels: { app: "web" } }, template: templateOf("v1"), ...spec },
  };
}

test("a ReplicaSet adopts what matches, makes up the rest, and lets go of what no longer matches", async () => {
  await using cluster = await startCluster();
  cluster.create(pods, {
    apiVersion: "v1",
    kind: "Pod",
    metadata: { name: "orphan", namespace: "default", labels: { app: "web" } },
    spec: { containers: [{ name: "web", image: "web:v1" }] },
  });
  cluster.create(replicaSets, replicaSetOf(3));
  await cluster.pass(5000);
  expect(cluster.pods()).toHaveLength(3);
  expect(cluster.get(pods, "orphan")?.metadata.ownerReferences?.[0]?.name).toBe("web");
  cluster.merge(pods, "orphan", { metadata: { labels: { app: "other" } } });
  await cluster.pass(5000);
  expect(cluster.get(pods, "orphan")?.metadata.ownerReferences ?? []).toEqual([]);
  expect(cluster.pods()).toHaveLength(4);
});

test("its status counts replicas, ready and available ones apart", async () => {
  await using cluster = await startCluster();
  cluster.create(replicaSets, replicaSetOf(2, { minReadySeconds: 10 }));
  const status = (): ReplicaSet["status"] => (cluster.get(replicaSets, "web") as ReplicaSet | undefined)?.status;
  await cluster.pass(0);
  expect(status()).toMatchObject({ replicas: 2, fullyLabeledReplicas: 2, observedGeneration: 1 });
  await cluster.pass(5000);
  expect(status()).toMatchObject({ readyReplicas: 2, availableReplicas: 0 });
  await cluster.pass(10_000);
  expect(status()).toMatchObject({ readyReplicas: 2, availableReplicas: 2 });
});

test("deleted and finished pods are replaced", async () => {
  await using cluster = await startCluster();
  cluster.create(replicaSets, replicaSetOf(2));
  await cluster.pass(5000);
  const [first, second] = cluster.pods().map(({ metadata }) => metadata.name ?? "");
  cluster.server.delete(pods, { namespace: "default", name: first ?? "" });
  cluster.merge(pods, second ?? "", { status: { phase: "Failed" } }, "status");
  await cluster.pass(5000);
  const running = cluster.pods().filter(({ status }) => status?.phase === "Running");
  expect(running).toHaveLength(2);
  expect(running.map(({ metadata }) => metadata.name)).not.toContain(second);
});

test("pods are given up in the order of Kubernetes", () => {
  const pod = (name: string, status: object, node: string = "n1", annotations: Record<string, string> = {}): Pod => ({
    apiVersion: "v1",
    kind: "Pod",
    metadata: { name, creationTimestamp: "2026-01-01T00:00:00Z", annotations },
    spec: { containers: [], ...(node === "" ? {} : { nodeName: node }) },
    status: status as NonNullable<Pod["status"]>,
  });
  const ready = (since: string): object => ({
    phase: "Running",
    conditions: [{ type: "Ready", status: "True", lastTransitionTime: since }],
  });
  const unready = { phase: "Running", conditions: [{ type: "Ready", status: "False" }] };
  const cost = { "controller.kubernetes.io/pod-deletion-cost": "-5" };
  const order = inDeletionOrder(
    [
      pod("old", ready("2026-01-01T00:00:00Z")),
      pod("crowded", ready("2026-01-01T00:00:00Z"), "n2"),
      pod("new", ready("2026-01-01T01:00:00Z")),
      pod("cheap", ready("2026-01-01T00:00:00Z"), "n1", cost),
      pod("unready", unready),
      pod("pending", { phase: "Pending" }),
      pod("unassigned", { phase: "Pending" }, ""),
    ],
    { rank: ({ spec }) => (spec.nodeName === "n2" ? 3 : 1) },
  );
  const names = order.map(({ metadata }) => metadata.name);
  expect(names).toEqual(["unassigned", "pending", "unready", "cheap", "crowded", "new", "old"]);
});
