import {
  frame,
  guards,
  machineStates,
  matchingRow,
  progress,
  seedStateOf,
  transitions,
  type GuardName,
  type MachineState,
  type Transition,
} from "@bellwether/core";
import { describe, expect, test } from "vitest";

/** Every combination of the guards that the rows out of a state read. */
function* combinations(state: MachineState): Generator<(guard: GuardName) => boolean> {
  const read = [...new Set(transitions.filter(({ from }) => from.includes(state)).flatMap(({ when }) => when))];
  for (let bits = 0; bits < 2 ** read.length; bits += 1) {
    yield (guard) => (bits & (1 << read.indexOf(guard))) !== 0;
  }
}

const outcomes = machineStates.flatMap((state) =>
  [...combinations(state)].map((holds) => ({ state, row: matchingRow(state, holds) })),
);

const rowsOf = new Map<MachineState, Set<Transition | undefined>>(machineStates.map((state) => [state, new Set()]));
for (const { state, row } of outcomes) rowsOf.get(state)?.add(row);

const edges = new Map<MachineState, Set<MachineState>>(machineStates.map((state) => [state, new Set()]));
for (const { state, row } of outcomes) if (row !== undefined && row.to !== "stay") edges.get(state)?.add(row.to);

function reachableFrom(start: MachineState): Set<MachineState> {
  const seen = new Set([start]);
  for (const state of seen) for (const next of edges.get(state) ?? []) seen.add(next);
  return seen;
}

describe("every combination of the facts that the rows read", () => {
  test("covers all states", () => {
    expect(outcomes.length).toBeGreaterThan(1000);
    expect(new Set(outcomes.map(({ state }) => state))).toEqual(new Set(machineStates));
  });

  test("no row is dead, in any of its states", () => {
    const dead = transitions.flatMap((row) =>
      row.from
        .filter((state) => rowsOf.get(state)?.has(row) !== true)
        .map((state) => `${state}: ${row.when.join(" ")} -> ${row.to}`),
    );
    expect(dead).toEqual([]);
  });

  test("no state is unreachable", () => {
    expect(reachableFrom("locatingTargetApp")).toEqual(new Set(machineStates));
  });

  test("every state has a way to rest, and rest has a way out", () => {
    for (const state of machineStates)
      expect([state, reachableFrom(state).has("rolloutFailed")]).toEqual([state, true]);
    for (const state of machineStates) expect([state, (edges.get(state)?.size ?? 0) > 0]).toEqual([state, true]);
  });

  test("deletion leaves every state before the end, whatever else is true", () => {
    for (const state of machineStates) {
      if (["RolloutDeletingState", "rolloutSucceed", "rolloutFailed"].includes(state)) continue;
      for (const holds of combinations(state)) {
        if (holds("Deleted")) expect(matchingRow(state, holds)?.to).toBe("RolloutDeletingState");
      }
    }
  });

  test("nothing goes forward while paused", () => {
    const forward: readonly string[] = ["rollingInBatches", "finalising", "rolloutSucceed"];
    for (const state of machineStates.filter((name) => name.startsWith("rollingInBatches"))) {
      for (const holds of combinations(state)) {
        if (!holds("Paused")) continue;
        const to = matchingRow(state, holds)?.to ?? "stay";
        expect(to === "stay" || !forward.includes(to.split("/")[0] ?? "")).toBe(true);
      }
    }
  });

  test("with every guard true each state ends without a person, a failed batch excepted", () => {
    const forward = (state: MachineState): Transition | undefined => progress.find(({ from }) => from.includes(state));
    for (const start of machineStates) {
      let state: MachineState = start;
      for (let rows = 0; rows < 40 && state !== "rolloutSucceed" && state !== "rolloutFailed"; rows += 1) {
        const to = forward(state)?.to;
        if (to === undefined || to === "stay") break;
        state = to;
      }
      expect([start, ["rolloutSucceed", "rolloutFailed"].includes(state)]).toEqual([start, true]);
    }
  });
});

test("every guard of the rows is defined, and every defined guard is read", () => {
  expect(new Set(transitions.flatMap(({ when }) => when))).toEqual(new Set(Object.keys(guards)));
});

/** The cells of the seed's tables that lead to another state, by seed states; `*` is any batch state. */
const seedCells: readonly string[] = [
  ...["locatingTargetApp", "verifyingSpec", "initializing", "rollingInBatches", "finalising", "rolloutFailing"].map(
    (from) => `${from} -> rolloutAbandoning`,
  ),
  ...[
    "locatingTargetApp",
    "verifyingSpec",
    "initializing",
    "rollingInBatches",
    "finalising",
    "rolloutFailing",
    "rolloutAbandoning",
  ].map((from) => `${from} -> RolloutDeletingState`),
  "rolloutSucceed -> locatingTargetApp",
  "rolloutFailed -> locatingTargetApp",
  "locatingTargetApp -> verifyingSpec",
  "verifyingSpec -> initializing",
  "initializing -> rollingInBatches",
  "rollingInBatches -> finalising",
  "finalising -> rolloutSucceed",
  "rolloutFailing -> rolloutFailed",
  "rolloutAbandoning -> locatingTargetApp",
  "RolloutDeletingState -> rolloutFailed",
];

/** Edges that the seed's tables lack. */
const addedEdges: readonly string[] = [
  "locatingTargetApp -> rolloutFailed",
  "verifyingSpec -> rolloutFailed",
  "initializing -> rolloutFailing",
  "rollingInBatches -> rolloutFailing",
  "rolloutFailed -> rolloutFailing",
];

test("the seed's legal cells and the added edges are together exactly the edges between rolling states", () => {
  const outer = new Set<string>();
  for (const [from, tos] of edges) {
    for (const to of tos) {
      const [a, b] = [seedStateOf(from).rollingState, seedStateOf(to).rollingState];
      if (a !== b) outer.add(`${a} -> ${b}`);
    }
  }
  expect([...outer].toSorted()).toEqual([...new Set([...seedCells, ...addedEdges])].toSorted());
});

test("the batch loop has the seed's edges, the failed batch and its retry", () => {
  const inner = new Set<string>();
  for (const [from, tos] of edges) {
    for (const to of tos) {
      const [a, b] = [seedStateOf(from), seedStateOf(to)];
      if (
        a.rollingState === "rollingInBatches" &&
        b.rollingState === "rollingInBatches" &&
        a.batchRollingState !== b.batchRollingState
      )
        inner.add(`${a.batchRollingState} -> ${b.batchRollingState}`);
    }
  }
  expect([...inner].toSorted()).toEqual(
    [
      "batchInitializing -> batchInRolling",
      "batchInRolling -> batchVerifying",
      "batchVerifying -> batchFinalizing",
      "batchFinalizing -> batchReady",
      "batchReady -> batchInitializing",
      "batchInitializing -> batchVerifyFailed",
      "batchInRolling -> batchVerifyFailed",
      "batchVerifying -> batchVerifyFailed",
      "batchFinalizing -> batchVerifyFailed",
      "batchVerifyFailed -> batchInitializing",
    ].toSorted(),
  );
});

test("orders come before progress", () => {
  expect(transitions.slice(0, frame.length)).toEqual(frame);
});
