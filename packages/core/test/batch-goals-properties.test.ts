import { fitOfBatches, goalOf, toleranceOf, type BatchBase, type BatchShare } from "@bellwether/core";
import fc from "fast-check";
import { expect, test } from "vitest";

const share: fc.Arbitrary<BatchShare> = fc.oneof(
  fc.nat(1_000_000).map((pods) => ({ pods })),
  fc.nat(300).map((percent) => ({ percent })),
);
const shares = fc.array(share, { minLength: 1, maxLength: 50 });
const size = fc.nat(1_000_000);
const base: fc.Arbitrary<BatchBase> = fc.record({ mode: fc.constantFrom("rollout", "scale"), size, original: size });

const goalsOf = (list: readonly BatchShare[], on: BatchBase): readonly number[] =>
  list.map((_, index) => goalOf(list, index, on));

test("goals are whole, never leave their range, never turn back, and end at the size", () => {
  fc.assert(
    fc.property(shares, base, (list, on) => {
      const start = on.mode === "rollout" ? 0 : on.original;
      const goals = goalsOf(list, on);
      const upwards = on.size >= start;
      expect(
        goals.every(
          (goal) => Number.isSafeInteger(goal) && goal >= Math.min(start, on.size) && goal <= Math.max(start, on.size),
        ),
      ).toBe(true);
      expect(
        goals.every(
          (goal, index) => index === 0 || (upwards ? goal >= (goals[index - 1] ?? 0) : goal <= (goals[index - 1] ?? 0)),
        ),
      ).toBe(true);
      expect(goals.at(-1)).toBe(on.size);
    }),
    { numRuns: 2000 },
  );
});

test("whatever percentages that add up to 100 fit every size", () => {
  const hundred = fc.array(fc.integer({ min: 1, max: 99 }), { minLength: 1, maxLength: 20 }).map((cuts) => {
    const edges = [0, ...new Set(cuts), 100].toSorted((a, b) => a - b);
    return edges.slice(1).map((edge, index) => ({ percent: edge - (edges[index] ?? 0) }));
  });
  fc.assert(
    fc.property(hundred, size, (list, pods) => {
      expect(fitOfBatches(list, { mode: "rollout", size: pods, original: pods })).toBe("fits");
    }),
    { numRuns: 2000 },
  );
});

test("integers fit exactly when they add up, or when the last is left out", () => {
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: 1, max: 50 }), { minLength: 1, maxLength: 20 }),
      fc.integer({ min: 0, max: 1000 }),
      (pods, total) => {
        const sum = pods.reduce((a, b) => a + b, 0);
        const on: BatchBase = { mode: "rollout", size: total, original: total };
        expect(
          fitOfBatches(
            pods.map((one) => ({ pods: one })),
            on,
          ) === "fits",
        ).toBe(sum === total);
        expect(fitOfBatches([...pods.map((one) => ({ pods: one })), { pods: 0 }], on) === "fits").toBe(sum <= total);
      },
    ),
    { numRuns: 2000 },
  );
});

test("a tolerance is a whole number of pods, and none when scaling down", () => {
  fc.assert(
    fc.property(fc.nat(200), base, (percent, on) => {
      const pods = toleranceOf(`${percent}%`, on) ?? -1;
      expect(Number.isSafeInteger(pods) && pods >= 0).toBe(true);
      if (on.mode === "scale" && on.size < on.original) expect(pods).toBe(0);
    }),
    { numRuns: 2000 },
  );
});
