import { describe, expect, test } from "vitest";
import { VirtualScene } from "./kit/virtual-scene.ts";

const thirds = { rolloutBatches: [{ replicas: 3 }, { replicas: 3 }, {}] };

describe("Deployments", () => {
  test("a third revision in mid-flight: the abandoned one goes before the stable one, and none is left", async () => {
    await using scene = await VirtualScene.open("Deployment");
    await scene.deployed(["one", "two", "three"], 10);
    await scene.roll("shop-v1", "shop-v2", { ...thirds, batchPartition: 0 });
    await scene.until(() => scene.replicas("web-v1") === 7);
    await scene.roll("shop-v1", "shop-v3", { ...thirds, batchPartition: 0 });
    await scene.until(() => scene.replicas("web-v3") === 3);
    await scene.pass(60);
    expect([scene.replicas("web-v1"), scene.replicas("web-v2"), scene.replicas("web-v3")]).toEqual([7, 0, 3]);
    await scene.roll("shop-v1", "shop-v3", thirds);
    await scene.until(() => scene.state() === "rolloutSucceed");
    expect([scene.replicas("web-v1"), scene.replicas("web-v2"), scene.replicas("web-v3")]).toEqual([
      undefined,
      undefined,
      10,
    ]);
  });

  test("an abort of a third revision leaves the stable one alone with pods", async () => {
    await using scene = await VirtualScene.open("Deployment");
    await scene.deployed(["one", "two", "three"], 10);
    await scene.roll("shop-v1", "shop-v2", { ...thirds, batchPartition: 1 });
    await scene.until(() => scene.replicas("web-v1") === 4);
    await scene.roll("shop-v1", "shop-v3", { ...thirds, batchPartition: 0 });
    await scene.until(() => scene.replicas("web-v3") === 3);
    await scene.roll("shop-v1", "shop-v3", thirds, { desired: "Abort" });
    await scene.until(() => scene.state() === "rolloutFailed");
    expect([scene.replicas("web-v1"), scene.replicas("web-v2"), scene.replicas("web-v3")]).toEqual([10, 0, 0]);
  });

  test("scaled by hand between two rollouts: the second one keeps that size", async () => {
    await using scene = await VirtualScene.open("Deployment");
    await scene.deployed(["one", "two", "three"], 4);
    await scene.roll("shop-v1", "shop-v2", thirds);
    await scene.until(() => ["rolloutSucceed", "rolloutFailed"].includes(scene.state()));
    await scene.roll("shop-v1", "shop-v2", { rolloutBatches: [{ replicas: 2 }, {}] });
    await scene.until(() => scene.state() === "rolloutSucceed");
    await scene.scale("web-v2", 12);
    await scene.pass(30);
    await scene.roll("shop-v2", "shop-v3", { rolloutBatches: [{ replicas: "25%" }, {}] });
    await scene.until(() => scene.replicas("web-v3") === 12 && scene.state() === "rolloutSucceed");
  });

  test.each([0, 1, 2, 3, 4, 5, 6, 8, 11, 15, 20, 25, 30, 40])(
    "source and target swapped %i seconds after the start: nobody loses pods, and the source is back",
    async (seconds) => {
      await using scene = await VirtualScene.open("Deployment");
      await scene.deployed(["one", "two"], 10);
      await scene.roll("shop-v1", "shop-v2", thirds);
      await scene.pass(seconds);
      await scene.roll("shop-v2", "shop-v1", thirds);
      let least = 10;
      await scene.until(() => {
        least = Math.min(least, (scene.replicas("web-v1") ?? 0) + (scene.replicas("web-v2") ?? 0));
        return scene.state() === "rolloutSucceed" && scene.status()["lastTargetAppRevision"] === "shop-v1";
      });
      expect(least).toBe(10);
      expect([scene.replicas("web-v1"), scene.replicas("web-v2")]).toEqual([10, undefined]);
    },
  );
});

describe("a CloneSet", () => {
  const percentages = { rolloutBatches: [{ replicas: "20%" }, { replicas: "40%" }, {}] };

  const updated = (scene: VirtualScene): number | undefined =>
    (scene.workload("web")?.["status"] as { readonly updatedReplicas?: number } | undefined)?.updatedReplicas;

  test("that an autoscaler raises before the first batch gets no pod of the target", async () => {
    await using scene = await VirtualScene.open("CloneSet");
    await scene.deployed(["one", "two"], 5);
    await scene.roll("shop-v1", "shop-v2", { ...percentages, paused: true });
    await scene.until(() => scene.state() === "rollingInBatches");
    await scene.scale("web", 10);
    await scene.pass(60);
    expect(updated(scene)).toBe(0);
  });

  test("that is scaled to nothing on the way waits until it has pods again", async () => {
    await using scene = await VirtualScene.open("CloneSet");
    await scene.deployed(["one", "two"], 10);
    await scene.roll("shop-v1", "shop-v2", { ...percentages, batchPartition: 0 });
    await scene.until(() => scene.status()["batchRollingState"] === "batchReady");
    await scene.scale("web", 0);
    await scene.pass(10);
    await scene.roll("shop-v1", "shop-v2", percentages);
    await scene.pass(60);
    expect(scene.status()).toMatchObject({
      rollingState: "rollingInBatches",
      currentBatch: 0,
      waiting: { code: "WORKLOAD_UNSETTLED" },
    });
    await scene.scale("web", 10);
    await scene.until(() => scene.state() === "rolloutSucceed");
    expect(updated(scene)).toBe(10);
  });

  test("whose template a person edited is rolled on by the next rollout", async () => {
    await using scene = await VirtualScene.open("CloneSet");
    await scene.deployed(["one", "two"], 5);
    await scene.edit("web", { spec: { template: { spec: { containers: [{ name: "main", image: "mine" }] } } } });
    await scene.roll("shop-v1", "shop-v2", percentages);
    await scene.until(() => scene.state() === "rolloutSucceed");
    expect(scene.workload("web")).toMatchObject({
      spec: { template: { spec: { containers: [{ image: "two" }] } } },
    });
  });
});
