import type { PlanRequest, Strategy } from "@bellwether/core";
import { describe, expect, test } from "vitest";
import { batchStrategies, createBatchStrategy } from "../src/index.ts";

const request: PlanRequest = {
  plan: { rolloutBatches: [{ name: "first", replicas: "10%", maxUnavailable: "15%" }, {}] },
  mode: "rollout",
  placement: "pair",
  size: 10,
  original: 10,
  acceptedSize: 10,
};

test("a step carries name, tolerance, deadline and policy", () => {
  expect(createBatchStrategy({ lowerFirst: true }).plan(request)).toEqual({
    steps: [
      {
        index: 0,
        name: "first",
        pods: 1,
        extra: 0,
        gates: [],
        maxUnavailable: 2,
        deadlineSeconds: 3600,
        onExpiry: "Hold",
      },
      { index: 1, pods: 10, extra: 0, gates: [], maxUnavailable: 0, deadlineSeconds: 3600, onExpiry: "Hold" },
    ],
  });
});

test("onFailure decides what an expired step does", () => {
  const planned = createBatchStrategy({ lowerFirst: false }).plan({
    ...request,
    plan: { ...request.plan, onFailure: "Rollback" },
  });
  expect("steps" in planned && planned.steps.map(({ onExpiry }) => onExpiry)).toEqual(["Rollback", "Rollback"]);
});

test("nothing may be missing while pods are taken away", () => {
  const planned = createBatchStrategy({ lowerFirst: false }).plan({
    ...request,
    mode: "scale",
    original: 20,
  });
  expect("steps" in planned && planned.steps[0]).toMatchObject({ pods: 19, maxUnavailable: 0 });
});

describe("the two strategies", () => {
  test("differ in the side that moves first, and in nothing else", async () => {
    const [increaseFirst, decreaseFirst] = (await Promise.all(
      batchStrategies().contributions.map((one) => one.create({})),
    )) as [Strategy, Strategy];
    expect(batchStrategies().contributions.map(({ key }) => key)).toEqual(["IncreaseFirst", "DecreaseFirst"]);
    expect([increaseFirst.lowerFirst, decreaseFirst.lowerFirst]).toEqual([false, true]);
    expect(increaseFirst.plan(request)).toEqual(decreaseFirst.plan(request));
  });
});
