import { absentSide, refusal } from "@bellwether/core";
import { expect, test } from "vitest";
import { World } from "./world.ts";

test.each([0, 1])("a workload that vanishes in batch %i is never taken for rolled out", (batchPartition) => {
  const world = new World({ batches: [1, 2, 2], size: 5, facts: { batchPartition } });
  world.run();
  world.facts = {
    ...world.facts,
    batchPartition: undefined,
    steps: [],
    size: 0,
    obstacle: refusal("WORKLOAD_GONE", "CloneSet default/web does not exist any more"),
    workload: { target: absentSide, source: absentSide, settled: false, claimed: false },
  };
  expect(world.run().waiting).toMatchObject({ code: "WORKLOAD_GONE", for: "cluster" });
  expect(world.describe()).toBe(`batchReady ${batchPartition}`);
});

test("a pair that is claimed by half is neither claimed nor released", () => {
  const world = new World({ batches: [5], size: 5, placement: "pair" });
  while (world.state.rollingState !== "initializing") world.pass();
  const half = { ...world.observe().workload, claimed: false, released: false };
  world.facts = { ...world.facts, workload: half };
  world.pass();
  expect(world.describe()).toBe("initializing");
  world.facts = { ...world.facts, deleted: true };
  world.pass();
  expect(world.describe()).toBe("RolloutDeletingState");
  world.facts = { ...world.facts, workload: { ...half, released: true } };
  world.pass();
  expect(world.describe()).toBe("rolloutFailed");
});
