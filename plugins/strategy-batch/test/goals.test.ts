import type { IntOrPercent, PlanRequest, RolloutPlan } from "@bellwether/core";
import { describe, expect, test } from "vitest";
import { createBatchStrategy } from "../src/index.ts";

const batch = createBatchStrategy({ lowerFirst: false });

/** Cumulative goals of each step, or undefined when the plan is refused. */
function goals(request: Omit<PlanRequest, "placement" | "acceptedSize">): readonly number[] | undefined {
  const planned = batch.plan({ ...request, placement: "inPlace", acceptedSize: request.size });
  return "steps" in planned ? planned.steps.map(({ pods }) => pods) : undefined;
}

function batches(...replicas: (IntOrPercent | undefined)[]): RolloutPlan {
  return { rolloutBatches: replicas.map((one) => (one === undefined ? {} : { replicas: one })) };
}

const ten = batches(...Array.from({ length: 10 }, () => "10%"));
const PCT = batches("20%", "40%", "30%", "10%");
const NUM = batches(1, 2, 4, 3);
const MIX = batches(1, "20%", "50%", 2);
const RLX = batches("20%", 2, 2, "50%");
const OVF = batches("140%", 1, "40%");

describe("rollouts", () => {
  test.each<[string, RolloutPlan, number, readonly number[] | undefined]>([
    ["1 50% 50%", batches(1, "50%", "50%"), 5, [1, 4, 5]],
    ["10% 40% 50%", batches("10%", "40%", "50%"), 5, [1, 3, 5]],
    ["1 2 2", batches(1, 2, 2), 5, [1, 3, 5]],
    ["10% 2 2", batches("10%", 2, 2), 5, [1, 3, 5]],
    ["20% 30% 50%", batches("20%", "30%", "50%"), 5, [1, 3, 5]],
    ["50% 50%", batches("50%", "50%"), 6, [3, 6]],
    ["50% 50%", batches("50%", "50%"), 3, [2, 3]],
    ["10% x 10", ten, 10, [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]],
    ["10% x 10", ten, 5, [1, 1, 2, 2, 3, 3, 4, 4, 5, 5]],
    ["10% x 10", ten, 11, [2, 3, 4, 5, 6, 7, 8, 9, 10, 11]],
    ["10% x 10", ten, 15, [2, 3, 5, 6, 8, 9, 11, 12, 14, 15]],
    ["25% x 4", batches("25%", "25%", "25%", "25%"), 4, [1, 2, 3, 4]],
    ["25% x 4", batches("25%", "25%", "25%", "25%"), 3, [1, 2, 3, 3]],
    ["33% 33% 34%", batches("33%", "33%", "34%"), 2, [1, 2, 2]],
    ["1 2 and the rest", batches(1, 2, undefined), 5, [1, 3, 5]],
    ["1 2 0", batches(1, 2, 0), 5, [1, 3, 5]],
    ["no pods at all", batches("50%", "50%"), 0, [0, 0]],
    ["MIX", MIX, 10, [1, 3, 8, 10]],
    ["MIX", MIX, 20, undefined],
    ["MIX", MIX, 6, undefined],
    ["RLX", RLX, 10, [2, 4, 6, 10]],
    ["RLX", RLX, 31, [7, 9, 11, 31]],
    ["RLX", RLX, 100, [20, 22, 24, 100]],
    ["RLX", RLX, 6, undefined],
    ["OVF", OVF, 1, undefined],
    ["OVF", OVF, 10, undefined],
    ["OVF", OVF, 100, undefined],
    ["NUM", NUM, 10, [1, 3, 7, 10]],
    ["NUM", NUM, 6, undefined],
    ["NUM", NUM, 11, undefined],
    ["an empty list", batches(), 5, undefined],
  ])("%s at %#: %j", (_name, plan, size, expected) => {
    expect(goals({ plan, mode: "rollout", size, original: size })).toEqual(expected);
  });
});

describe("scales", () => {
  test.each<[string, RolloutPlan, number, number, readonly number[] | undefined]>([
    ["10% 40% 50%", batches("10%", "40%", "50%"), 0, 5, [1, 3, 5]],
    ["10% 40% 50%", batches("10%", "40%", "50%"), 0, 7, [1, 4, 7]],
    ["10% 40% 50%", batches("10%", "40%", "50%"), 0, 10, [1, 5, 10]],
    ["1 4", batches(1, 4), 0, 5, [1, 5]],
    ["1 3", batches(1, 3), 0, 5, undefined],
    ["1 3", batches(1, 3), 1, 5, [2, 5]],
    ["1 1", batches(1, 1), 2, 4, [3, 4]],
    ["1 1", batches(1, 1), 5, 7, [6, 7]],
    ["1 1", batches(1, 1), 4, 2, [3, 2]],
    ["PCT", PCT, 12, 12, [12, 12, 12, 12]],
    ["PCT", PCT, 12, 22, [14, 18, 21, 22]],
    ["PCT", PCT, 27, 7, [23, 15, 9, 7]],
    ["PCT", PCT, 12, 15, [13, 14, 15, 15]],
    ["PCT", PCT, 10, 7, [9, 8, 7, 7]],
    ["RLX", RLX, 12, 32, [16, 18, 20, 32]],
    ["RLX", RLX, 12, 17, undefined],
    ["MIX", MIX, 0, 10, [1, 3, 8, 10]],
    ["MIX", MIX, 12, 0, [11, 8, 2, 0]],
    ["MIX", MIX, 13, 20, undefined],
    ["MIX", MIX, 42, 33, undefined],
    ["NUM", NUM, 16, 26, [17, 19, 23, 26]],
    ["NUM", NUM, 13, 3, [12, 10, 6, 3]],
    ["NUM", NUM, 16, 10, undefined],
    ["OVF", OVF, 12, 115, undefined],
    ["OVF", OVF, 312, 15, undefined],
    ["OVF", OVF, 12, 12, undefined],
    ["an empty list", batches(), 2, 3, undefined],
  ])("%s from %i to %i: %j", (_name, plan, original, size, expected) => {
    expect(goals({ plan, mode: "scale", size, original })).toEqual(expected);
  });
});

describe("numBatches", () => {
  test.each([
    [5, 5, [1, 2, 3, 4, 5]],
    [8, 5, [1, 2, 4, 6, 8]],
    [4, 5, [0, 1, 2, 3, 4]],
    [9, 4, [2, 4, 6, 9]],
    [10, 3, [3, 6, 10]],
    [7, 2, [3, 7]],
  ])("deals %i pods to %i batches: %j", (size, numBatches, expected) => {
    expect(goals({ plan: { numBatches }, mode: "rollout", size, original: size })).toEqual(expected);
  });
});

test("goals follow the live size while sums are checked against the accepted one", () => {
  const planned = batch.plan({
    plan: batches(1, 2, 2),
    mode: "rollout",
    placement: "inPlace",
    size: 8,
    original: 8,
    acceptedSize: 5,
  });
  expect("steps" in planned && planned.steps.map(({ pods }) => pods)).toEqual([1, 3, 8]);
});
