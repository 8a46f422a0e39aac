import type { PlanRequest, RolloutPlan } from "@bellwether/core";
import { expect, test } from "vitest";
import { createBatchStrategy } from "../src/index.ts";

const batch = createBatchStrategy({ lowerFirst: false });

function refusals(rolloutPlan: RolloutPlan, request: Partial<PlanRequest> = {}): readonly string[] {
  const planned = batch.plan({
    plan: rolloutPlan,
    mode: "rollout",
    placement: "inPlace",
    size: 5,
    original: 5,
    acceptedSize: 5,
    ...request,
  });
  if ("steps" in planned) return [];
  return planned.refusals.map(({ code, message, remedy }) => `${code}: ${message}; ${remedy}`);
}

test.each<[RolloutPlan, string]>([
  [
    { rolloutBatches: [{ replicas: 1 }, { replicas: 2 }, { replicas: 4 }] },
    "PLAN_BATCHES_EXCEED_SIZE: spec.rolloutPlan.rolloutBatches[2].replicas is 4, but 2 of 5 pods are left; " +
      "lower batch 3 to 2 or less, or leave out its replicas: the last batch then takes the rest",
  ],
  [
    { rolloutBatches: [{ replicas: 2 }, { replicas: "80%" }, {}] },
    "PLAN_BATCHES_EXCEED_SIZE: spec.rolloutPlan.rolloutBatches[1].replicas is 80%, which is 4 pods, " +
      "but 3 of 5 pods are left; lower batch 2 to 3 or less",
  ],
  [
    { rolloutBatches: [{ replicas: 5 }, { replicas: 1 }] },
    "PLAN_BATCHES_EXCEED_SIZE: spec.rolloutPlan.rolloutBatches[1].replicas is 1, but 0 of 5 pods are left; " +
      "leave batch 2 out, or leave out its replicas: the last batch then takes the rest",
  ],
  [
    { rolloutBatches: [{ replicas: 1 }, { replicas: 2 }] },
    "PLAN_BATCHES_SHORT_OF_SIZE: spec.rolloutPlan.rolloutBatches[1].replicas is 2, but 4 of 5 pods are left; " +
      "raise batch 2 to 4, or leave out its replicas: the last batch then takes the rest",
  ],
  [
    { numBatches: 2, rolloutBatches: [{ replicas: 1 }, { replicas: 2 }, { replicas: 2 }] },
    "PLAN_BATCHES_DISAGREE: spec.rolloutPlan.numBatches is 2, but rolloutBatches lists 3; leave numBatches out, or set it to 3",
  ],
  [
    {},
    "PLAN_BATCHES_MISSING: spec.rolloutPlan has no batches: neither rolloutBatches nor numBatches is given; " +
      "list rolloutBatches, or set numBatches: 3 deals out 5 pods",
  ],
  [
    { numBatches: 51 },
    "PLAN_TOO_LONG: spec.rolloutPlan.numBatches makes 51 steps; a plan has at most 50; " +
      "use 50 batches or fewer: with 1 pod each they reach all 5",
  ],
])("%j", (rolloutPlan, expected) => {
  expect(refusals(rolloutPlan)).toEqual([expected]);
});

test.each(["0.2", "ab", -1, 1.5])("a batch of %j is refused with its path", (replicas) => {
  expect(refusals({ rolloutBatches: [{ replicas: 1 }, { replicas }] })).toEqual([
    `PLAN_BATCH_UNREADABLE: spec.rolloutPlan.rolloutBatches[1].replicas is ${JSON.stringify(replicas)}, ` +
      "neither a whole number of pods nor a whole percentage; write a number of pods such as 2, or a percentage such as 20%",
  ]);
});

test("all faults that cannot be read are named at once", () => {
  const found = refusals({ rolloutBatches: [{ replicas: "x" }, { replicas: 5, maxUnavailable: "y" }] });
  expect(found.map((text) => text.split(" is ")[0])).toEqual([
    "PLAN_BATCH_UNREADABLE: spec.rolloutPlan.rolloutBatches[0].replicas",
    "PLAN_BATCH_UNREADABLE: spec.rolloutPlan.rolloutBatches[1].maxUnavailable",
  ]);
});

test("a scale speaks of pods to add and to remove", () => {
  const batches: RolloutPlan = { rolloutBatches: [{ replicas: 1 }, { replicas: 4 }] };
  expect(refusals(batches, { mode: "scale", original: 2, size: 5, acceptedSize: 5 })[0]).toContain(
    "is 4, but 2 of 3 pods are left to add",
  );
  expect(refusals(batches, { mode: "scale", original: 7, size: 5, acceptedSize: 5 })[0]).toContain(
    "is 4, but 1 of 2 pods is left to remove",
  );
});
