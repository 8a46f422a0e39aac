import type { Facts, RolloutState } from "@bellwether/core";
import { describe, expect, test } from "vitest";
import { World } from "./world.ts";

describe("time that passes while nobody looks", () => {
  test.each(["Hold", "Fail", "Rollback"] as const)(
    "a batch that got ready before its deadline was seen has not failed: %s",
    (onFailure) => {
      const world = new World({ batches: [1, 4], size: 5, facts: { onFailure } });
      world.stuck = 1;
      world.run();
      world.stuck = 0;
      world.target = { ...world.target, ready: world.target.existing };
      world.now += 86_400_000;
      world.run();
      expect(world.describe()).toBe("rolloutSucceed");
    },
  );
});

describe("the size that a run starts with", () => {
  const startedOver = (world: World, target: string): RolloutState => {
    world.facts = { ...world.facts, desired: "Run", target };
    for (let passes = 0; passes < 20 && world.state.lastTarget !== ""; passes += 1) world.pass();
    expect(world.state.lastTarget).toBe("");
    return world.state;
  };

  test("is not that of the success before: the workload may have been scaled since", () => {
    const world = new World({ batches: [10], size: 10, placement: "pair" });
    world.run();
    expect(startedOver(world, "v3").stable).toBeUndefined();
  });

  test("is not that of a run which went back home", () => {
    const world = new World({ batches: [4, 6], size: 10, placement: "pair", facts: { batchPartition: 0 } });
    world.run();
    world.facts = { ...world.facts, desired: "Abort" };
    world.run();
    expect(startedOver(world, "v3").stable).toBeUndefined();
  });

  test("B-05: is that of the first claim while pods of two revisions are left", () => {
    const world = new World({ batches: [4, 6], size: 10, placement: "pair", facts: { batchPartition: 0 } });
    world.run();
    expect(startedOver(world, "v3").stable).toEqual({ revision: "v1", size: 10 });
    world.facts = { ...world.facts, desired: "Abort" };
    world.run();
    expect(world.state).toMatchObject({ rollingState: "rolloutFailed", stable: { size: 10 } });
    expect(startedOver(world, "v4").stable).toEqual({ revision: "v1", size: 10 });
  });

  test("B-05: is the one that a scale has proved while it saw nothing of the other revision", () => {
    const world = new World({ batches: [4, 6], size: 10, placement: "pair", facts: { batchPartition: 0 } });
    world.run();
    const left = world.target;
    expect(left).toMatchObject({ asked: 4 });
    world.facts = { source: "", target: "v1" };
    world.run();
    [world.target, world.source] = [left, world.target];
    world.facts = { source: "v1", target: "v2" };
    world.pass();
    expect(world.state).toMatchObject({ lastTarget: "", stable: { revision: "v1", size: 10 } });
  });
});

describe("pods of the target beyond what was ordered", () => {
  const batchOne = (): World => {
    const world = new World({ batches: [1, 2, 2], size: 5, facts: { batchPartition: 0 } });
    world.run();
    return world;
  };

  test("are held back while a failed batch waits for a person", () => {
    const world = batchOne();
    world.facts = { ...world.facts, batchPartition: 1 };
    world.stuck = 1;
    world.run();
    world.now += 3_600_000;
    world.run();
    expect(world.describe()).toBe("batchVerifyFailed 1");
    world.target = { ...world.target, asked: 5 };
    world.run();
    expect(world.target.asked).toBe(3);
  });

  test("are held back while the plan is refused", () => {
    const world = batchOne();
    const wrong = { code: "PLAN_BATCHES_MISSING", field: "", message: "none", remedy: "" } as const;
    world.facts = { ...world.facts, steps: [], refusal: wrong };
    world.target = { ...world.target, asked: 5 };
    world.run();
    expect(world.target.asked).toBe(1);
  });

  test("are held back before the first batch", () => {
    const world = new World({ batches: [1, 2, 2], size: 5, facts: { paused: true } });
    world.run();
    expect(world.describe()).toBe("batchInitializing 0");
    world.target = { ...world.target, asked: 5 };
    world.run();
    expect(world.target.asked).toBe(0);
  });
});

describe("a third revision, while the second one still has pods", () => {
  const thirdOf = (facts: Partial<Facts> = {}): World => {
    const world = new World({ batches: [2, 3, 5], size: 10, placement: "pair", facts });
    const five = { exists: true, asked: 5, existing: 5, ready: 5, observed: true };
    world.source = five;
    world.abandoned = five;
    return world;
  };

  test("the abandoned one is lowered before the stable one, to nothing", () => {
    const world = thirdOf();
    world.run();
    expect(world.writes.slice(1, -1)).toEqual([
      "target 2",
      "abandoned 3",
      "target 5",
      "abandoned 0",
      "target 10",
      "source 0",
    ]);
  });

  test("an abort brings the stable one up before the others go", () => {
    const world = thirdOf({ batchPartition: 0 });
    world.run();
    world.facts = { ...world.facts, desired: "Abort" };
    world.run();
    expect(world.writes.slice(3)).toEqual(["source 10", "abandoned 0", "target 0", "release back"]);
  });
});

test("a target that vanishes while it is let go is no success", () => {
  const world = new World({ batches: [5], size: 5, placement: "pair" });
  for (let passes = 0; passes < 50 && world.state.rollingState !== "finalising"; passes += 1) world.pass();
  expect(world.describe()).toBe("finalising");
  world.collected = true;
  const { target, ...rest } = world.observe().workload;
  world.facts = {
    ...world.facts,
    workload: { ...rest, target: { ...target, exists: false, asked: 0, existing: 0, ready: 0 }, claimed: false },
  };
  world.run();
  expect(world.describe()).toBe("finalising");
});
