import { expect, test } from "vitest";
import { conditionOf } from "../../src/controllers/objects/condition.ts";
import { isReady, type Pod } from "../../src/controllers/objects/pod.ts";
import { nodes, pods } from "../../src/controllers/objects/resource-types.ts";
import { parseDuration } from "../../src/kubelet/duration.ts";
import { startCluster, type VirtualCluster } from "./virtual-cluster.ts";

type Annotations = Readonly<Record<string, string>>;

function createPod(cluster: VirtualCluster, annotations: Annotations = {}, spec: object = {}): void {
  cluster.create(pods, {
    apiVersion: "v1",
    kind: "Pod",
    metadata: { name: "web", namespace: "default", annotations },
    spec: { containers: [{ name: "web", image: "web:v1" }], ...spec },
  });
}

function pod(cluster: VirtualCluster): Pod | undefined {
  return cluster.get(pods, "web") as Pod | undefined;
}

function waiting(cluster: VirtualCluster): string | undefined {
  return pod(cluster)?.status?.containerStatuses?.[0]?.state?.["waiting"]?.["reason"] as string | undefined;
}

test("a pod is scheduled, pulled, started and ready, each in its time", async () => {
  await using cluster = await startCluster({ kubelet: { behaviour: { pullMs: 1000, startMs: 2000, readyMs: 3000 } } });
  createPod(cluster);
  const phases: string[] = [];
  await cluster.pass(10_000, () => {
    const now = pod(cluster);
    const text = `${now?.status?.phase ?? "-"} ${waiting(cluster) ?? "-"} ${now !== undefined && isReady(now) ? "ready" : "unready"}`;
    if (phases.at(-1) !== text) phases.push(text);
  });
  expect(phases).toEqual(["Pending ContainerCreating unready", "Running - unready", "Running - ready"]);
  expect(pod(cluster)?.spec.nodeName).toMatch(/^embedded-node-\d$/);
  expect(pod(cluster)?.status).toMatchObject({ podIP: "10.0.0.1", hostIP: "127.0.0.1" });
  const ready = conditionOf(pod(cluster)?.status?.conditions, "Ready")?.lastTransitionTime;
  expect(Date.parse(ready ?? "") - Date.parse(pod(cluster)?.metadata.creationTimestamp ?? "")).toBe(6000);
});

test("annotations set a pod's own times", async () => {
  await using cluster = await startCluster();
  createPod(cluster, { "embedded.bellwether.dev/ready-after": "1m" });
  await cluster.pass(59_000);
  expect(isReady(pod(cluster) as Pod)).toBe(false);
  await cluster.pass(2000);
  expect(isReady(pod(cluster) as Pod)).toBe(true);
});

test("speed divides every time", async () => {
  await using cluster = await startCluster({ kubelet: { speed: 1000, behaviour: { readyMs: 60_000 } } });
  createPod(cluster);
  await cluster.pass(62);
  expect(isReady(pod(cluster) as Pod)).toBe(true);
});

test.each([
  ["ImagePull", "ImagePullBackOff"],
  ["CrashLoop", "CrashLoopBackOff"],
])("%s ends in %s", async (fail, reason) => {
  await using cluster = await startCluster();
  createPod(cluster, { "embedded.bellwether.dev/fail": fail });
  await cluster.pass(5000);
  expect(waiting(cluster)).toBe(reason);
  expect(isReady(pod(cluster) as Pod)).toBe(false);
});

test("an image that cannot be pulled fails first and backs off then, until the image is another", async () => {
  await using cluster = await startCluster({ kubelet: { failingImage: (image) => image === "web:v1" } });
  createPod(cluster);
  const seen = new Set<unknown>();
  await cluster.pass(5000, () => void seen.add(waiting(cluster)));
  expect([...seen]).toEqual(["ContainerCreating", "ErrImagePull", "ImagePullBackOff"]);
  cluster.merge(pods, "web", { spec: { containers: [{ name: "web", image: "web:v2" }] } });
  await cluster.pass(5000);
  expect(isReady(pod(cluster) as Pod)).toBe(true);
});

test("a crashing container restarts with a growing back-off", async () => {
  await using cluster = await startCluster();
  createPod(cluster, { "embedded.bellwether.dev/fail": "CrashLoop" });
  await cluster.pass(14_000);
  expect(pod(cluster)?.status?.containerStatuses?.[0]?.restartCount).toBe(1);
  await cluster.pass(30_000);
  expect(pod(cluster)?.status?.containerStatuses?.[0]).toMatchObject({
    restartCount: 2,
    lastState: { terminated: { exitCode: 1, reason: "Error" } },
  });
});

test("a pod can lose its readiness, or never have it", async () => {
  for (const [fail, later] of [
    ["NeverReady", [false, false]],
    ["Unready", [true, false]],
  ] as const) {
    await using cluster = await startCluster();
    createPod(cluster, { "embedded.bellwether.dev/fail": fail, "embedded.bellwether.dev/fail-after": "10s" });
    await cluster.pass(5000);
    expect(isReady(pod(cluster) as Pod)).toBe(later[0]);
    await cluster.pass(10_000);
    expect(isReady(pod(cluster) as Pod)).toBe(later[1]);
  }
});

test("a readiness gate keeps a pod from being ready until somebody opens it", async () => {
  await using cluster = await startCluster();
  createPod(cluster, {}, { readinessGates: [{ conditionType: "example.com/gate" }] });
  await cluster.pass(5000);
  expect(conditionOf(pod(cluster)?.status?.conditions, "Ready")?.reason).toBe("ReadinessGatesNotReady");
  const conditions = [...(pod(cluster)?.status?.conditions ?? []), { type: "example.com/gate", status: "True" }];
  cluster.merge(pods, "web", { status: { conditions } }, "status");
  await cluster.pass(0);
  expect(isReady(pod(cluster) as Pod)).toBe(true);
});

test("a terminating pod lingers, at most for its grace period, and is gone then", async () => {
  await using cluster = await startCluster({ kubelet: { behaviour: { stopMs: 60_000 } } });
  createPod(cluster, {}, { terminationGracePeriodSeconds: 20 });
  await cluster.pass(5000);
  cluster.server.delete(pods, { namespace: "default", name: "web" });
  await cluster.pass(19_000);
  expect(pod(cluster)?.metadata.deletionTimestamp).toBeDefined();
  await cluster.pass(2000);
  expect(pod(cluster)).toBeUndefined();
});

test("a node that fails takes its pods' readiness, keeps dying pods, and gets no new ones", async () => {
  await using cluster = await startCluster({ kubelet: { nodes: 1 } });
  createPod(cluster);
  await cluster.pass(5000);
  cluster.merge(nodes, "embedded-node-0", {
    metadata: { annotations: { "embedded.bellwether.dev/fail": "NotReady" } },
  });
  await cluster.pass(1000);
  expect(isReady(pod(cluster) as Pod)).toBe(false);
  cluster.server.delete(pods, { namespace: "default", name: "web" });
  cluster.create(pods, {
    apiVersion: "v1",
    kind: "Pod",
    metadata: { name: "late", namespace: "default" },
    spec: { containers: [{ name: "web", image: "web:v1" }] },
  });
  await cluster.pass(60_000);
  expect(pod(cluster)).toBeDefined();
  expect(conditionOf((cluster.get(pods, "late") as Pod | undefined)?.status?.conditions, "PodScheduled")?.reason).toBe(
    "Unschedulable",
  );
  cluster.merge(nodes, "embedded-node-0", { metadata: { annotations: { "embedded.bellwether.dev/fail": null } } });
  await cluster.pass(60_000);
  expect(pod(cluster)).toBeUndefined();
  expect(isReady(cluster.get(pods, "late") as Pod)).toBe(true);
});

test("pods are spread over the nodes", async () => {
  await using cluster = await startCluster();
  for (let i = 0; i < 6; i += 1) {
    cluster.create(pods, {
      apiVersion: "v1",
      kind: "Pod",
      metadata: { name: `web-${i}`, namespace: "default" },
      spec: { containers: [{ name: "web", image: "web:v1" }] },
    });
  }
  await cluster.pass(1000);
  const perNode = Object.groupBy(cluster.pods(), ({ spec }) => spec.nodeName ?? "");
  expect(Object.values(perNode).map((some) => some?.length)).toEqual([2, 2, 2]);
});

test.each([
  ["300ms", 300],
  ["1.5s", 1500],
  ["1m30s", 90_000],
  ["soon", undefined],
  ["5", undefined],
])("the duration %s is %s ms", (text, expected) => {
  expect(parseDuration(text)).toBe(expected);
});
