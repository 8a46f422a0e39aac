import { expect, test } from "vitest";
import {
  foldFacts,
  initialState,
  refusal,
  type ObservedRollout,
  type Refusal,
  type RolloutPlan,
  type Strategy,
} from "../src/index.ts";

const tooMany = refusal("PLAN_BATCHES_EXCEED_SIZE", "too many");
const missing = refusal("REVISION_NOT_FOUND", "no such revision");

const fiveAtLeast: Strategy = {
  lowerFirst: false,
  plan: ({ size }) => (size < 5 ? { refusals: [tooMany] } : { steps: [] }),
};

function refusalOfScale(plan: RolloutPlan, obstacle: Refusal | undefined): Refusal | undefined {
  const rollout: ObservedRollout = {
    object: { apiVersion: "v1", kind: "Rollout", metadata: {} },
    target: "v1",
    source: "",
    plan,
    desired: "Run",
    status: undefined,
    deleted: false,
    finalizer: false,
    workload: undefined,
    renderedReplicas: 1,
    located: { target: false, source: false },
    collected: true,
    refusals: [],
    ...(obstacle === undefined ? {} : { obstacle }),
  };
  const strategies = new Map([["IncreaseFirst", fiveAtLeast]]);
  const facts = foldFacts({ now: 0, rollout, workload: undefined, placement: "inPlace", strategies }, initialState(0));
  return facts.refusal;
}

test("a scale is judged on the rendered replicas, but not while the revision is missing", () => {
  expect(refusalOfScale({}, undefined)).toBe(tooMany);
  expect(refusalOfScale({}, missing)).toBeUndefined();
});

test("a size that the plan gives is judged at once", () => {
  expect(refusalOfScale({ targetSize: 4 }, missing)).toBe(tooMany);
});
