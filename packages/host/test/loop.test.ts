import { ApiError, ApiUnreachable, RolloutError } from "@bellwether/core";
import { expect, test } from "vitest";
import { conflict } from "./kit/fake-world.ts";
import { runOnOneCluster } from "./kit/running-host.ts";

const crashFree = [
  "status",
  "finalizer",
  "locate",
  "status",
  "claim",
  "status",
  "pods 1",
  "status",
  "pods 3",
  "status",
  "pods 5",
  "status",
  "release",
  "status",
];

test("a rollout goes batch by batch to its end, with one write a pass", async () => {
  await using running = await runOnOneCluster();
  const { clock, world, host } = running;
  const told: string[] = [];
  host.events.on(
    "transitionFollowed",
    ({ seedEvent = "-", guard, to }) => void told.push(`${guard} ${to} ${seedEvent}`),
  );
  world.add("web");
  expect(await clock.until(() => world.stateOf("web") === "rolloutSucceed", 60_000)).toBe(true);
  expect(world.writes.map(({ what }) => what)).toEqual(crashFree);
  expect(told[0]).toBe("TargetLocated verifyingSpec AppLocatedEvent");
  expect(told.at(-1)).toBe("WorkloadReleased rolloutSucceed AllBatchFinishedEvent");
  expect(world.rollout("web").status).toMatchObject({ epoch: 1, observedGeneration: 1, strategy: "IncreaseFirst" });
});

test("once nothing is left to do, nothing is written for ten minutes", async () => {
  await using running = await runOnOneCluster();
  const { clock, world } = running;
  world.add("web");
  world.add("paused");
  world.edit("paused", { plan: { ...world.rollout("paused").plan, batchPartition: 0 } });
  await clock.until(() => world.stateOf("web") === "rolloutSucceed", 60_000);
  await clock.advance(5000);
  expect(world.rollout("paused").status?.waiting?.guard).toBe("PartitionRaised");
  const before = world.writes.length;
  await clock.advance(600_000);
  world.tell("web");
  world.tell("paused");
  await clock.advance(1000);
  expect(world.writes.length).toBe(before);
});

test("a changed number of ready pods alone writes nothing", async () => {
  await using running = await runOnOneCluster();
  const { clock, world } = running;
  world.add("web");
  await clock.until(() => world.writes.at(-1)?.what === "pods 3", 60_000);
  const before = world.writes.length;
  for (let index = 0; index < 5; index++) {
    world.tell("web");
    await clock.advance(10);
  }
  expect(world.writes.length).toBe(before);
});

test("while an own write has not come back, nothing is decided; then it goes on", async () => {
  await using running = await runOnOneCluster();
  const { clock, world } = running;
  world.afterWrite = () => {
    world.lagging = true;
    clock.after(5000, () => {
      world.lagging = false;
      world.tell("web");
    });
  };
  world.beforeWrite = () => expect(world.lagging).toBe(false);
  world.add("web");
  expect(await clock.until(() => world.stateOf("web") === "rolloutSucceed", 200_000)).toBe(true);
  expect(world.writes.map(({ what }) => what)).toEqual(crashFree);
});

test.each([
  ["a conflict", () => conflict("web")],
  ["no answer", () => new ApiUnreachable("connection reset")],
  ["429", () => refusal(429)],
  ["503", () => refusal(503)],
  ["500", () => refusal(500)],
])("%s at every other write changes nothing about the way", async (_, failure) => {
  await using running = await runOnOneCluster();
  const { clock, world, logs } = running;
  let count = 0;
  world.beforeWrite = () => {
    if (count++ % 2 === 0) throw failure();
  };
  world.add("web");
  expect(await clock.until(() => world.stateOf("web") === "rolloutSucceed", 200_000)).toBe(true);
  expect(world.writes.map(({ what }) => what)).toEqual(crashFree);
  expect(logs.texts("error")).toEqual([]);
});

function refusal(code: number): ApiError {
  return new ApiError({ kind: "Status", apiVersion: "v1", metadata: {}, status: "Failure", code, message: `${code}` });
}

test("a cluster that does not answer says so until it does", async () => {
  await using running = await runOnOneCluster();
  const { clock, world, host, logs } = running;
  let isDown = true;
  world.beforeWrite = () => {
    if (isDown) throw new ApiUnreachable("connection refused");
  };
  world.add("web");
  await clock.advance(60_000);
  expect(host.clusters()).toMatchObject([{ name: "east", leading: true, trouble: "connection refused" }]);
  expect(logs.texts("warn")).toEqual(["cluster east: connection refused"]);
  isDown = false;
  expect(await clock.until(() => world.stateOf("web") === "rolloutSucceed", 60_000)).toBe(true);
  expect(host.clusters()).toMatchObject([{ trouble: undefined }]);
});

test("a rollout whose object goes away is forgotten", async () => {
  await using running = await runOnOneCluster();
  const { clock, world } = running;
  world.add("web");
  await clock.until(() => world.writes.at(-1)?.what === "pods 1", 60_000);
  world.remove("web");
  const before = world.writes.length;
  await clock.advance(60_000);
  expect(world.writes.length).toBe(before);
});

test("while a watch is broken no pod is moved, and the status says why; then it goes on", async () => {
  await using running = await runOnOneCluster();
  const { clock, world } = running;
  world.add("web");
  await clock.until(() => world.writes.at(-1)?.what === "pods 1", 60_000);
  world.viewTrouble = "fakerollouts: no event for 60s";
  await clock.advance(60_000);
  expect(world.writes.at(-2)?.what).toBe("pods 1");
  expect(world.rollout("web").status?.waiting).toMatchObject({
    guard: "BatchPodsReady",
    code: "CLUSTER_UNREACHABLE",
    text: "a watch is broken: fakerollouts: no event for 60s",
  });
  world.viewTrouble = undefined;
  expect(await clock.until(() => world.stateOf("web") === "rolloutSucceed", 60_000)).toBe(true);
});

test("a status that cannot be understood holds its rollout, and says so in log and event", async () => {
  await using running = await runOnOneCluster();
  const { clock, world, logs } = running;
  world.add("web");
  await clock.until(() => world.writes.at(-1)?.what === "pods 1", 60_000);
  const before = world.writes.length;
  world.sourceFailure = new RolloutError("STATUS_UNREADABLE", "status.rollingState is dancing");
  world.tell("web");
  await clock.advance(120_000);
  expect(world.writes.length).toBe(before);
  expect(logs.texts("error")).toEqual(["status.rollingState is dancing"]);
  expect(world.kubeEvents.filter(({ reason }) => reason === "StatusUnreadable")).toMatchObject([
    { type: "Warning", regarding: { name: "web", uid: "uid-web" } },
  ]);
  world.sourceFailure = undefined;
  expect(await clock.until(() => world.stateOf("web") === "rolloutSucceed", 60_000)).toBe(true);
});

test("a broken watch that keeps an own write from coming back is named too", async () => {
  await using running = await runOnOneCluster();
  const { clock, world } = running;
  world.add("web");
  await clock.until(() => world.writes.at(-1)?.what === "pods 1", 60_000);
  world.lagging = "workloads";
  await clock.advance(10_000);
  expect(world.rollout("web").status?.waiting?.code).toBeUndefined();
  world.viewTrouble = "fakerollouts: no event for 60s";
  await clock.advance(4000);
  expect(world.rollout("web").status?.waiting?.code).toBe("CLUSTER_UNREACHABLE");
  world.lagging = false;
  world.viewTrouble = undefined;
  expect(await clock.until(() => world.stateOf("web") === "rolloutSucceed", 60_000)).toBe(true);
});

test("a rollout that takes the name of one that has just gone is not overlooked", async () => {
  await using running = await runOnOneCluster();
  const { clock, world } = running;
  world.add("web");
  await clock.until(() => world.writes.at(-1)?.what === "pods 1", 60_000);
  world.remove("web");
  await Promise.resolve();
  for (let turn = 0; turn < 20; turn++) {
    await Promise.resolve();
    world.add("web");
    await Promise.resolve();
    if (turn < 19) world.remove("web");
  }
  expect(await clock.until(() => world.stateOf("web") === "rolloutSucceed", 60_000)).toBe(true);
});
