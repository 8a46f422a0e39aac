import type { Effect, Facts, RolloutState, SideFacts, Step } from "@bellwether/core";
import { initialState } from "@bellwether/core";
import { expect, test } from "vitest";
import { guardRefusal } from "../src/reconcile/write-guard.ts";

const side = (ready: number, asked: number = ready): SideFacts => ({
  exists: true,
  asked,
  existing: asked,
  ready,
  observed: true,
});

const step = (index: number, pods: number, maxUnavailable = 0): Step => ({
  index,
  pods,
  extra: 0,
  gates: [],
  maxUnavailable,
  deadlineSeconds: 3600,
  onExpiry: "Hold",
});

interface Position {
  readonly target: SideFacts;
  readonly source: SideFacts;
  readonly steps?: readonly Step[];
  readonly batch?: number;
  readonly lowerFirst?: boolean;
}

function refused(
  effect: Effect,
  { target, source, steps = [step(0, 2), step(1, 5)], batch = 0, lowerFirst = false }: Position,
) {
  const workload = { target, source, settled: true, claimed: true };
  const facts = { mode: "rollout", placement: "pair", size: 5, steps, lowerFirst, workload } as unknown as Facts;
  const state: RolloutState = { ...initialState(0), currentBatch: batch };
  return guardRefusal(effect, facts, state)?.invariant;
}

const lower = (pods: number): Effect => ({ type: "keepPods", side: "source", bound: "atMost", pods });
const raise = (pods: number): Effect => ({ type: "keepPods", side: "target", bound: "atLeast", pods });

test("no more pods are updated than the batch allows", () => {
  const position = { target: side(0), source: side(5) };
  expect(refused(raise(2), position)).toBeUndefined();
  expect(refused(raise(3), position)).toBe("partition");
  expect(refused(raise(3), { ...position, batch: 1 })).toBeUndefined();
});

test("old pods go only when enough others are ready at this moment", () => {
  expect(refused(lower(3), { target: side(2), source: side(5) })).toBeUndefined();
  expect(refused(lower(3), { target: side(1, 2), source: side(5) })).toBe("availability");
});

test("as many may be missing as the batch tolerates", () => {
  const steps = [step(0, 2, 1), step(1, 5, 1)];
  expect(refused(lower(3), { target: side(1, 2), source: side(5), steps })).toBeUndefined();
  expect(refused(lower(3), { target: side(0, 2), source: side(5), steps })).toBe("availability");
});

test("under DecreaseFirst the batch in hand may be missing, and no more", () => {
  const position = { target: side(0), source: side(5), lowerFirst: true };
  expect(refused(lower(3), position)).toBeUndefined();
  expect(refused(lower(2), position)).toBe("availability");
});

test("pods that are not ready may go, even when too few are", () => {
  expect(refused(lower(2), { target: side(0), source: side(2, 5) })).toBeUndefined();
  expect(refused(lower(1), { target: side(0), source: side(2, 5) })).toBe("availability");
});
