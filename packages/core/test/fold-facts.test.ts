import { expect, test } from "vitest";
import {
  foldFacts,
  initialState,
  refusal,
  type ObservedRollout,
  type Refusal,
  type RolloutPlan,
  type RolloutState,
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

/** Each number is a batch's own share. */
const listed: Strategy = {
  lowerFirst: false,
  plan: ({ plan }) => ({
    steps: (plan.rolloutBatches ?? []).map((_, index, batches) => ({
      index,
      pods: batches.slice(0, index + 1).reduce((sum, { replicas }) => sum + Number(replicas), 0),
      extra: 0,
      gates: [],
      maxUnavailable: 0,
      deadlineSeconds: 3600,
      onExpiry: "Hold",
    })),
  }),
};

function refusalInBatch(currentBatch: number, goal: number, shares: readonly number[]): string | undefined {
  const start = initialState(0);
  const state: RolloutState = {
    ...start,
    rollingState: "rollingInBatches",
    currentBatch,
    targetSize: 9,
    step: { ...start.step, goal },
  };
  const side = { exists: true, asked: goal, existing: goal, ready: goal, observed: true };
  const facts = foldFacts(
    {
      now: 0,
      rollout: {
        object: { apiVersion: "v1", kind: "Rollout", metadata: {} },
        target: "v2",
        source: "v1",
        plan: { rolloutBatches: shares.map((replicas) => ({ replicas })) },
        desired: "Run",
        status: undefined,
        deleted: false,
        finalizer: true,
        workload: undefined,
        renderedReplicas: 9,
        located: { target: true, source: false },
        collected: false,
        refusals: [],
      },
      workload: { target: side, source: side, settled: true, claimed: true, size: 9, refs: [], problems: [] },
      placement: "inPlace",
      strategies: new Map([["IncreaseFirst", listed]]),
    },
    state,
  );
  return facts.refusal?.code;
}

test.each([
  ["the same batches", [3, 3, 3], undefined],
  ["later batches changed", [3, 3, 1, 2], undefined],
  ["a batch that has begun, raised", [3, 5, 1], "PLAN_EDIT_TOO_LATE"],
  ["a batch that is done, lowered", [1, 3, 5], "PLAN_EDIT_TOO_LATE"],
  ["batches removed", [3], "PLAN_EDIT_TOO_LATE"],
])("in batch 1 of 3/3/3, %s: %o gives %s", (_, shares, code) => {
  expect(refusalInBatch(1, 6, shares)).toBe(code);
});
