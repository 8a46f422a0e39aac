import { decide, refusal } from "@bellwether/core";
import { describe, expect, test } from "vitest";
import { World } from "./world.ts";

describe("a rollout in place", () => {
  test("moves 1, 3, 5 pods, one write and one remembered state a batch", () => {
    const world = new World({ batches: [1, 2, 2], size: 5 });
    world.run();
    expect(world.writes).toEqual(["locate target", "target 1", "target 3", "target 5", "release done"]);
    expect(world.statuses).toEqual([
      "initializing",
      "batchInRolling 0",
      "batchInRolling 1",
      "batchInRolling 2",
      "finalising",
      "rolloutSucceed",
    ]);
    expect(world.state).toMatchObject({
      lastTarget: "v2",
      lastSource: "v1",
      targetSize: 5,
      upgradedReplicas: 5,
      stable: { revision: "v2", size: 5 },
    });
  });

  test("stops at the partition and goes on when it is raised or unset", () => {
    const world = new World({ batches: [1, "50%", "50%"], size: 5, facts: { batchPartition: 1 } });
    const waiting = world.run().waiting;
    expect(world.describe()).toBe("batchReady 1");
    expect(world.state.upgradedReplicas).toBe(4);
    expect(waiting).toMatchObject({ guard: "PartitionRaised", for: "person" });
    world.facts = { ...world.facts, batchPartition: 2 };
    world.run();
    expect(world.describe()).toBe("rolloutSucceed");
  });

  test("starts nothing while paused, and time does not count", () => {
    const world = new World({ batches: [1, 2, 2], size: 5, facts: { batchPartition: 0 } });
    world.run();
    world.facts = { ...world.facts, batchPartition: undefined, paused: true };
    expect(world.run().waiting).toMatchObject({ guard: "Resumed", for: "person" });
    expect(world.writes.at(-1)).toBe("target 1");
    world.now += 7_200_000;
    world.run();
    expect(world.describe()).toBe("batchReady 0");
    world.facts = { ...world.facts, paused: false };
    world.run();
    expect(world.describe()).toBe("rolloutSucceed");
  });

  test("a pod that is not ready holds its batch, then the deadline asks for a person", () => {
    const world = new World({ batches: [1, 2, 2], size: 5 });
    world.stuck = 1;
    expect(world.run().waiting).toMatchObject({
      guard: "BatchPodsReady",
      text: "0 of 1 pods of v2 ready",
      onExpiry: "Hold",
    });
    world.now += 3_600_000;
    expect(world.run().waiting).toMatchObject({ guard: "FailureDecided", for: "person" });
    expect(world.describe()).toBe("batchVerifyFailed 0");
    world.generation += 1;
    world.stuck = 0;
    world.target = { ...world.target, ready: world.target.existing };
    world.run();
    expect(world.describe()).toBe("rolloutSucceed");
    expect(world.writes.filter((write) => write.startsWith("target"))).toEqual(["target 1", "target 3", "target 5"]);
  });

  test.each(["Fail", "Rollback"] as const)("an expired deadline with %s leads out", (onFailure) => {
    const world = new World({ batches: [2, 3], size: 5, facts: { onFailure } });
    world.stuck = 1;
    world.run();
    world.now += 3_600_000;
    world.run();
    expect(world.state.rollingState).toBe("rolloutFailed");
    expect(world.state.step.outcome).toBe(onFailure === "Fail" ? "Failed" : "RolledBack");
    expect(world.writes.slice(2)).toEqual(
      onFailure === "Fail" ? ["release inPlace"] : ["locate source", "(target has 2)", "source 5", "release back"],
    );
  });

  test("abort goes back to the source and stays until the order goes", () => {
    const world = new World({ batches: [2, 3], size: 5, facts: { batchPartition: 0 } });
    world.run();
    world.facts = { ...world.facts, desired: "Abort" };
    world.run();
    expect(world.state).toMatchObject({ rollingState: "rolloutFailed", step: { outcome: "Aborted" } });
    expect(world.source.asked).toBe(5);
    expect(world.run().effects).toEqual([]);
  });

  test("a swap in mid-flight starts over from the live counts", () => {
    const world = new World({ batches: [1, 2, 2], size: 5, facts: { batchPartition: 1 } });
    world.run();
    expect(world.target.asked).toBe(3);
    world.facts = { source: "v2", target: "v1" };
    world.located = { target: false, source: true };
    [world.target, world.source] = [world.source, world.target];
    world.run();
    expect(world.writes.slice(3)).toEqual(["release inPlace", "locate target", "target 3", "target 5", "release done"]);
    expect(world.describe()).toBe("rolloutSucceed");
  });

  test("pods never turn beyond the batch: a partition lowered from outside is put back", () => {
    const world = new World({ batches: [1, 2, 2], size: 5, facts: { batchPartition: 0 } });
    world.run();
    world.target = { ...world.target, asked: 5 };
    world.run();
    expect(world.writes.at(-1)).toBe("target 1");
  });
});

describe("a pair", () => {
  test.each([
    [false, ["target 2", "source 8", "target 4", "source 6", "target 6", "source 4", "target 10", "source 0"]],
    [true, ["source 8", "target 2", "source 6", "target 4", "source 4", "target 6", "source 0", "target 10"]],
  ])("lowerFirst %s moves in two halves", (lowerFirst, moves) => {
    const world = new World({ batches: ["20%", 2, 2, "50%"], size: 10, placement: "pair", facts: { lowerFirst } });
    world.run();
    expect(world.writes).toEqual(["locate target", ...moves, "release done"]);
    expect(world.statuses.filter((status) => status.startsWith("batch"))).toHaveLength(4);
  });

  test("a half-done start passes met batches without a write", () => {
    const world = new World({ batches: ["20%", 2, 2, "50%"], size: 20, placement: "pair" });
    world.source = { ...world.source, asked: 6, existing: 6, ready: 6 };
    world.target = { exists: true, asked: 14, existing: 14, ready: 14, observed: true };
    world.run();
    expect(world.writes).toEqual(["locate target", "target 20", "source 0", "release done"]);
  });

  test("back raises the source before the target goes", () => {
    const world = new World({ batches: [4, 6], size: 10, placement: "pair", facts: { batchPartition: 0 } });
    world.run();
    world.facts = { ...world.facts, desired: "Rollback" };
    world.run();
    expect(world.writes.slice(-3)).toEqual(["source 10", "target 0", "release back"]);
    expect(world.state).toMatchObject({ rollingState: "rolloutFailed", step: { outcome: "RolledBack" } });
  });
});

describe("a scale", () => {
  test("grows a first deployment in batches", () => {
    const world = new World({ batches: ["10%", "40%", "50%"], size: 5, facts: { source: "" } });
    world.run();
    expect(world.writes).toEqual(["locate target", "target 1", "target 3", "target 5", "release done"]);
    expect(world.state.lastSource).toBe("");
  });

  test("to another size starts over from what is there, not from where the last one began", () => {
    const world = new World({ batches: [1, 4], size: 5, facts: { source: "" } });
    world.run();
    world.facts = { ...world.facts, targetSize: 2, size: 2 };
    const { state, effects } = decide(world.state, world.observe());
    expect(state).toMatchObject({ rollingState: "locatingTargetApp", originalSize: -1, targetSize: -1 });
    expect(effects).toEqual([]);
  });

  test("an abort leaves it in place: there is nothing to go back to", () => {
    const world = new World({ batches: [1, 4], size: 5, facts: { source: "", batchPartition: 0 } });
    world.run();
    world.facts = { ...world.facts, desired: "Abort" };
    world.run();
    expect(world.state).toMatchObject({ rollingState: "rolloutFailed", step: { outcome: "Failed" } });
    expect(world.target.asked).toBe(1);
  });
});

describe("what is wrong with the order", () => {
  const wrong = refusal("PLAN_BATCHES_EXCEED_SIZE", "batches ask for 7, the size is 5");

  test("is refused before anything is located, and the corrected order goes on", () => {
    const world = new World({ batches: [1, 2, 2], size: 5, facts: { refusal: wrong } });
    world.run();
    expect(world.state).toMatchObject({
      rollingState: "rolloutFailed",
      step: { outcome: "SpecInvalid", generation: 1 },
    });
    expect(world.writes).toEqual([]);
    world.facts = { ...world.facts, refusal: undefined };
    world.generation = 2;
    world.run();
    expect(world.describe()).toBe("rolloutSucceed");
  });

  test("holds a rollout that runs", () => {
    const world = new World({ batches: [1, 2, 2], size: 5, facts: { batchPartition: 0 } });
    world.run();
    world.facts = { ...world.facts, batchPartition: undefined, refusal: wrong };
    expect(world.run().waiting).toMatchObject({
      guard: "SpecVerified",
      for: "person",
      code: "PLAN_BATCHES_EXCEED_SIZE",
    });
    expect(world.writes.at(-1)).toBe("target 1");
  });
});

describe("what is missing in the cluster", () => {
  test("is waited for, with its reason, and nothing is written meanwhile", () => {
    const missing = refusal("REVISION_NOT_FOUND", "v2 does not exist");
    const world = new World({ batches: [1], size: 1, facts: { obstacle: missing } });
    expect(world.run().waiting).toMatchObject({
      guard: "TargetLocated",
      code: "REVISION_NOT_FOUND",
      text: "v2 does not exist",
    });
    expect(world.writes).toEqual([]);
    world.facts = { ...world.facts, obstacle: undefined };
    world.run();
    expect(world.describe()).toBe("rolloutSucceed");
  });
});

describe("deletion", () => {
  test("in mid-flight leaves everything in place and lets the object go", () => {
    const world = new World({ batches: [1, 2, 2], size: 5, facts: { batchPartition: 0 } });
    world.run();
    world.facts = { ...world.facts, deleted: true };
    world.run();
    expect(world.writes.slice(-1)).toEqual(["release inPlace"]);
    expect(world.state.step.outcome).toBe("Deleted");
    expect(world.finalizer).toBe(false);
    expect(world.target.asked).toBe(1);
  });

  test("at rest lets the object go at once", () => {
    const world = new World({ batches: [5], size: 5 });
    world.run();
    const before = world.writes.length;
    world.facts = { ...world.facts, deleted: true };
    world.run();
    expect(world.writes).toHaveLength(before);
    expect(world.finalizer).toBe(false);
    expect(world.describe()).toBe("rolloutSucceed");
  });
});

describe("a new order", () => {
  const done = (): World => {
    const world = new World({ batches: [5], size: 5 });
    world.run();
    return world;
  };

  test.each([
    ["another target", { target: "v3" }, true],
    ["another source", { source: "v0" }, true],
    ["another size", { targetSize: 7 }, true],
    ["the same size", { targetSize: 5 }, false],
    ["nothing new", {}, false],
  ])("%s at rest", (_, change, restarts) => {
    const world = done();
    const decision = decide(world.state, { ...world.observe(), ...change });
    expect(decision.trail.length > 0).toBe(restarts);
  });

  test("in mid-flight abandons the old one, and does not listen to it while deleting", () => {
    const world = new World({ batches: [1, 4], size: 5, facts: { batchPartition: 0 } });
    world.run();
    expect(decide(world.state, { ...world.observe(), target: "v3" }).state.rollingState).toBe("rolloutAbandoning");
    expect(decide(world.state, { ...world.observe(), target: "v3", deleted: true }).state.rollingState).toBe(
      "RolloutDeletingState",
    );
  });
});

test("a converged rollout asks for nothing, for ever", () => {
  const world = new World({ batches: [1, 2, 2], size: 5 });
  const rest = world.run();
  for (let minute = 0; minute < 600; minute += 1) {
    world.now += 60_000;
    expect(world.pass()).toBe(false);
  }
  expect(rest.wakeAt).toBeUndefined();
  expect(rest.waiting).toBeUndefined();
});
