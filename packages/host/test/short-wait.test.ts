import { initialState, type RolloutStatus, type WaitingStatus } from "@bellwether/core";
import { expect, test } from "vitest";
import { shortWait } from "../src/reconcile/short-wait.ts";

const state = initialState(0);

function status(guard: string, changes: Partial<RolloutStatus> = {}, code?: string): RolloutStatus {
  const waiting = {
    guard,
    for: "cluster",
    since: "",
    text: "",
    ...(code === undefined ? {} : { code }),
  } as WaitingStatus;
  return { state, conditions: [], waiting, workloads: [], strategy: "", epoch: 1, observedGeneration: 1, ...changes };
}

test("another wait in the same state is worth a write once it has lasted a second", () => {
  const [before, after] = [status("BatchPodsReady"), status("PodsGone")];
  const first = shortWait(undefined, before, after, 5000);
  expect(first).toEqual({ kind: "PodsGone undefined", until: 6000 });
  expect(shortWait(first, before, after, 5999)).toBe(first);
  expect(shortWait(first, before, after, 6000)).toBeUndefined();
});

test("the second begins anew when the wait changes again", () => {
  const first = shortWait(undefined, status("A"), status("B"), 0);
  expect(shortWait(first, status("A"), status("B", {}, "PLUGIN_CALL_FAILED"), 900)?.until).toBe(1900);
});

test("a first status, a moved rollout and an edited spec are written at once", () => {
  const before = status("A");
  expect(shortWait(undefined, undefined, before, 0)).toBeUndefined();
  expect(shortWait(undefined, before, status("B", { state: { ...state } }), 0)).toBeUndefined();
  expect(shortWait(undefined, before, status("B", { observedGeneration: 2 }), 0)).toBeUndefined();
});
