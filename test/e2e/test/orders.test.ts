import { expect, test } from "vitest";
import { Availability } from "./kit/availability.ts";
import { crashFreeMovements } from "./kit/crash-free.ts";
import { movements, workloadUids } from "./kit/movements.ts";
import { readyPods } from "./kit/pods.ts";
import { hasSucceeded, statusIn, untilStatus, waitsAfterBatch, waitsWith } from "./kit/rollout-status.ts";
import { openScene, runV1, runV1AsDeployment } from "./kit/scene.ts";
import { until } from "./kit/until.ts";
import { rolloutTo } from "./kit/walkthrough.ts";

const [v1, v2] = ["test-rolling-v1", "test-rolling-v2"];
const forward = { source: v1, target: v2, batches: [1, 2, 2] };
const backward = { source: v2, target: v1, batches: [1, 2, 2] };
const stop = (batchPartition: number) => ({ plan: { batchPartition } });

test("paused: the workload is claimed, no pod moves, and resuming goes on", async () => {
  await using scene = await openScene();
  const { cluster, person } = scene;
  await runV1(scene);
  await person.apply(rolloutTo({ ...forward, plan: { paused: true } }));
  const paused = await untilStatus(cluster, ({ waiting }) => waiting?.guard === "Resumed");
  expect(paused).toMatchObject({
    rollingState: "rollingInBatches",
    currentBatch: 0,
    waiting: { for: "person", text: "paused: spec.rolloutPlan.paused is true" },
  });
  expect(readyPods(cluster)).toEqual({ "4.0.6": 5 });

  await person.editPlan({ paused: null, batchPartition: 0 });
  await untilStatus(cluster, waitsAfterBatch(0));
  await person.editPlan({ paused: true, batchPartition: null });
  await untilStatus(cluster, ({ waiting }) => waiting?.guard === "Resumed");
  expect(readyPods(cluster)).toEqual({ "4.0.6": 4, "5.0.2": 1 });
  expect(statusIn(cluster).conditions).toContainEqual(expect.objectContaining({ type: "BatchPaused", status: "True" }));

  await person.editPlan({ paused: false });
  const done = await untilStatus(cluster, hasSucceeded(v2));
  expect(done.conditions).toContainEqual(expect.objectContaining({ type: "BatchPaused", status: "False" }));
  expect(readyPods(cluster)).toEqual({ "5.0.2": 5 });
});

test("batchPartition stops after its batch; it may be raised, lowered ahead of the rollout, and unset", async () => {
  await using scene = await openScene();
  const { cluster, person } = scene;
  await runV1(scene);
  await person.apply(rolloutTo({ ...forward, ...stop(0) }));
  expect(await untilStatus(cluster, waitsAfterBatch(0))).toMatchObject({ upgradedReplicas: 1 });
  expect(readyPods(cluster)).toEqual({ "4.0.6": 4, "5.0.2": 1 });

  await person.editPlan({ batchPartition: 1 });
  expect(await untilStatus(cluster, waitsAfterBatch(1))).toMatchObject({
    upgradedReplicas: 3,
    upgradedReadyReplicas: 3,
  });
  expect(readyPods(cluster)).toEqual({ "4.0.6": 2, "5.0.2": 3 });

  const before = movements(cluster).length;
  await person.editPlan({ batchPartition: 0 });
  await untilStatus(cluster, waitsWith("PLAN_EDIT_TOO_LATE"));
  expect(readyPods(cluster)).toEqual({ "4.0.6": 2, "5.0.2": 3 });
  expect(movements(cluster).length).toBe(before);

  await person.editPlan({ batchPartition: null });
  await untilStatus(cluster, hasSucceeded(v2));
  expect(readyPods(cluster)).toEqual({ "5.0.2": 5 });
});

test("a batchPartition that is lowered to the batch in hand stops there", async () => {
  await using scene = await openScene({ speed: 10 });
  const { cluster, person } = scene;
  await runV1(scene);
  await person.apply(rolloutTo({ ...forward, batches: [1, 1, 1, 1, 1], ...stop(3) }));
  await untilStatus(
    cluster,
    ({ currentBatch, rollingState }) => rollingState === "rollingInBatches" && currentBatch === 1,
  );
  await person.editPlan({ batchPartition: 1 });
  await untilStatus(cluster, waitsAfterBatch(1));
  expect(readyPods(cluster)).toEqual({ "4.0.6": 3, "5.0.2": 2 });
});

test("source and target swapped mid-flight: back to the first revision in batches, in the same workload", async () => {
  await using scene = await openScene();
  const { cluster, person } = scene;
  await runV1(scene);
  await person.apply(rolloutTo({ ...forward, ...stop(1) }));
  await untilStatus(cluster, waitsAfterBatch(1));
  using availability = new Availability(cluster);
  const before = movements(cluster).length;

  await person.apply(rolloutTo(backward));
  await untilStatus(cluster, hasSucceeded(v1));
  expect(readyPods(cluster)).toEqual({ "4.0.6": 5 });
  expect(availability.fewest).toBeGreaterThanOrEqual(3);
  expect(workloadUids(cluster, "CloneSet")).toHaveLength(1);
  const after = movements(cluster).slice(before);
  expect(after.at(-1)).toBe("metrics-provider replicas 5 partition 0");
  expect(statusIn(cluster)).toMatchObject({ LastSourceAppRevision: v2, rolloutTargetSize: 5 });
});

test("source and target swapped after the end: a rollback in batches", async () => {
  await using scene = await openScene();
  const { cluster, person } = scene;
  await runV1(scene);
  await person.apply(rolloutTo(forward));
  await untilStatus(cluster, hasSucceeded(v2));
  const before = movements(cluster).length;
  await person.apply(rolloutTo(backward));
  await untilStatus(cluster, hasSucceeded(v1));
  expect(readyPods(cluster)).toEqual({ "4.0.6": 5 });
  expect(movements(cluster).slice(before)).toEqual(crashFreeMovements);
});

test("a pair of Deployments swapped mid-flight keeps its total", async () => {
  await using scene = await openScene();
  const { cluster, person } = scene;
  await runV1AsDeployment(scene);
  await person.apply(rolloutTo({ ...forward, ...stop(1) }));
  await untilStatus(cluster, waitsAfterBatch(1));
  expect(readyPods(cluster)).toEqual({ "4.0.6": 2, "5.0.2": 3 });
  using availability = new Availability(cluster);

  await person.apply(rolloutTo(backward));
  await untilStatus(cluster, hasSucceeded(v1));
  await until(() => readyPods(cluster)["4.0.6"] === 5, 5000);
  expect(readyPods(cluster)).toEqual({ "4.0.6": 5 });
  expect(availability.fewest).toBe(5);
});

test("targetSize scales up and down in batches", async () => {
  await using scene = await openScene();
  const { cluster, person } = scene;
  await runV1(scene);
  const before = movements(cluster).length;
  await person.apply(rolloutTo({ target: v1, batches: [1, 2], plan: { targetSize: 8 } }));
  await untilStatus(cluster, (status) => hasSucceeded(v1)(status) && status.rolloutTargetSize === 8);
  expect(readyPods(cluster)).toEqual({ "4.0.6": 8 });
  await person.apply(rolloutTo({ target: v1, batches: ["50%", "50%"], plan: { targetSize: 2 } }));
  await untilStatus(cluster, (status) => hasSucceeded(v1)(status) && status.rolloutTargetSize === 2);
  await until(() => cluster.list("Pod").length === 2, 5000);
  expect(readyPods(cluster)).toEqual({ "4.0.6": 2 });
  expect(
    movements(cluster)
      .slice(before)
      .map((line) => line.match(/replicas \d+/)?.[0]),
  ).toEqual(["replicas 6", "replicas 8", "replicas 5", "replicas 2"]);
});

test("targetSize changed mid-flight starts over from the live size", async () => {
  await using scene = await openScene();
  const { cluster, person } = scene;
  await runV1(scene);
  await person.apply(rolloutTo({ target: v1, batches: [1, 2], plan: { targetSize: 8, batchPartition: 0 } }));
  await untilStatus(cluster, waitsAfterBatch(0));
  expect(readyPods(cluster)).toEqual({ "4.0.6": 6 });
  await person.apply(rolloutTo({ target: v1, batches: [2, 2], plan: { targetSize: 10 } }));
  await untilStatus(cluster, (status) => hasSucceeded(v1)(status) && status.rolloutTargetSize === 10);
  expect(readyPods(cluster)).toEqual({ "4.0.6": 10 });
});

test("deleted mid-flight: the workload stays as it is, held, without an owner, for the next rollout", async () => {
  await using scene = await openScene();
  const { cluster, person } = scene;
  await runV1(scene);
  await person.apply(rolloutTo({ ...forward, ...stop(0) }));
  await untilStatus(cluster, waitsAfterBatch(0));
  await person.delete("AppRollout", "rolling-example");
  await until(() => cluster.find("AppRollout", "rolling-example") === undefined, 5000);
  const workload = cluster.find("CloneSet", "metrics-provider");
  expect(workload?.metadata.ownerReferences?.filter(({ controller }) => controller === true) ?? []).toEqual([]);
  expect(workload?.["spec"]).toMatchObject({ updateStrategy: { paused: true, partition: 4 } });
  expect(readyPods(cluster)).toEqual({ "4.0.6": 4, "5.0.2": 1 });

  await person.apply(rolloutTo(forward));
  await untilStatus(cluster, hasSucceeded(v2));
  expect(readyPods(cluster)).toEqual({ "5.0.2": 5 });
  expect(workloadUids(cluster, "CloneSet")).toHaveLength(1);
});

test("deleted after the end: gone at once, the workload untouched", async () => {
  await using scene = await openScene();
  const { cluster, person } = scene;
  await runV1(scene);
  const { resourceVersion } = cluster.find("CloneSet", "metrics-provider")?.metadata ?? {};
  await person.delete("AppRollout", "rolling-example");
  await until(() => cluster.find("AppRollout", "rolling-example") === undefined, 5000);
  expect(cluster.find("CloneSet", "metrics-provider")?.metadata.resourceVersion).toBe(resourceVersion);
  expect(readyPods(cluster)).toEqual({ "4.0.6": 5 });
});
