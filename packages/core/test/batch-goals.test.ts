import {
  distribute,
  fitOfBatches,
  goalOf,
  parseShare,
  toleranceOf,
  type BatchBase,
  type BatchShare,
  type Rounding,
} from "@bellwether/core";
import { describe, expect, test } from "vitest";

function shares(text: string): readonly BatchShare[] {
  return text
    .split(" ")
    .filter((word) => word !== "")
    .map((word) => {
      const share = parseShare(word.endsWith("%") ? word : Number(word));
      if (share === undefined) throw new Error(`unreadable ${word}`);
      return share;
    });
}

const plans = {
  PCT: "20% 40% 30% 10%",
  NUM: "1 2 4 3",
  MIX: "1 20% 50% 2",
  RLX: "20% 2 2 50%",
  OVF: "140% 1 40%",
  none: "",
};
const both: readonly Rounding[] = ["fixed", "upstream-exact"];
const rollout = (size: number): BatchBase => ({ mode: "rollout", size, original: size });
const scale = (original: number, size: number): BatchBase => ({ mode: "scale", size, original });

describe("goals", () => {
  test.each([
    ["MIX", scale(0, 10), [1, 3, 8, 10]],
    ["NUM", rollout(10), [1, 3, 7, 10]],
  ] as const)("%s over the whole list", (plan, base, goals) => {
    for (const rounding of both) {
      expect(goals.map((_, index) => goalOf(shares(plans[plan]), index, base, rounding))).toEqual(goals);
    }
  });

  test.each([
    ["MIX", 2, 12, 0, 3],
    ["MIX", 3, 13, 1, 6],
    ["MIX", 4, 14, 2, 12],
    ["MIX", 5, 15, 3, 15],
    ["MIX", 10, 0, 0, 9],
    ["MIX", 20, 5, 1, 16],
    ["MIX", 30, 15, 2, 18],
    ["MIX", 40, 10, 3, 10],
    ["MIX", 2, 12, 4, 12],
    ["MIX", 13, 3, 5, 3],
    ["NUM", 16, 10, 0, 15],
    ["PCT", 10, 10, 2, 10],
  ] as const)("%s scaling %i -> %i, batch %i: %i", (plan, original, size, batch, goal) => {
    for (const rounding of both) expect(goalOf(shares(plans[plan]), batch, scale(original, size), rounding)).toBe(goal);
  });

  test.each([
    ["PCT", 10, 0, 8],
    ["PCT", 10, 1, 4],
    ["PCT", 100, 2, 10],
    ["MIX", 100, 0, 99],
    ["MIX", 100, 1, 79],
    ["MIX", 15, 2, 3],
  ] as const)("%s at %i leaves the source after batch %i with %i", (plan, size, batch, rest) => {
    for (const rounding of both) expect(size - goalOf(shares(plans[plan]), batch, rollout(size), rounding)).toBe(rest);
  });
});

describe("verification", () => {
  test.each([
    ["MIX", [10, 12, 13], [20, 6]],
    ["RLX", [10, 31, 100], [6]],
    ["OVF", [], [0, 1, 10, 100]],
    ["NUM", [10], [6, 11]],
    ["none", [], [0, 1, 5, 10]],
  ] as const)("%s of a rollout", (plan, accepted, rejected) => {
    for (const rounding of both) {
      for (const size of accepted)
        expect([size, fitOfBatches(shares(plans[plan]), rollout(size), rounding)]).toEqual([size, "fits"]);
      for (const size of rejected)
        expect([size, fitOfBatches(shares(plans[plan]), rollout(size), rounding)]).not.toEqual([size, "fits"]);
    }
  });

  test.each([
    [
      "PCT",
      [
        [12, 12],
        [0, 0],
        [12, 22],
        [27, 7],
        [27, 0],
      ],
      [],
    ],
    [
      "RLX",
      [
        [12, 32],
        [12, 22],
      ],
      [[12, 17]],
    ],
    [
      "MIX",
      [
        [13, 26],
        [30, 42],
        [32, 20],
        [12, 0],
      ],
      [
        [13, 20],
        [42, 33],
      ],
    ],
    [
      "NUM",
      [
        [16, 26],
        [13, 3],
      ],
      [
        [16, 32],
        [13, 10],
        [16, 10],
      ],
    ],
    [
      "OVF",
      [],
      [
        [12, 115],
        [312, 15],
        [12, 12],
      ],
    ],
    ["none", [], [[2, 3]]],
  ] as const)("%s of a scale", (plan, accepted, rejected) => {
    for (const rounding of both) {
      for (const [from, to] of accepted)
        expect([from, to, fitOfBatches(shares(plans[plan]), scale(from, to), rounding)]).toEqual([from, to, "fits"]);
      for (const [from, to] of rejected)
        expect([from, to, fitOfBatches(shares(plans[plan]), scale(from, to), rounding)]).not.toEqual([
          from,
          to,
          "fits",
        ]);
    }
  });

  test.each([
    [12, 15, [13, 14, 15, 15]],
    [10, 7, [9, 8, 7, 7]],
  ] as const)("PCT scaling %i -> %i fits in fixed rounding only", (from, to, goals) => {
    expect(fitOfBatches(shares(plans.PCT), scale(from, to), "upstream-exact")).not.toBe("fits");
    expect(fitOfBatches(shares(plans.PCT), scale(from, to))).toBe("fits");
    expect(goals.map((_, index) => goalOf(shares(plans.PCT), index, scale(from, to)))).toEqual(goals);
  });
});

describe("plans of the walk-through and the examples", () => {
  const tenTimes10 = Array.from({ length: 10 }, () => "10%").join(" ");
  const upTo10 = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10];
  test.each([
    ["1 50% 50%", rollout(5), [1, 4, 5], "same"],
    ["10% 40% 50%", rollout(5), [1, 3, 5], "same"],
    ["10% 40% 50%", scale(0, 5), [1, 3, 5], "same"],
    ["1 2 2", rollout(5), [1, 3, 5], "same"],
    ["10% 2 2", rollout(5), [1, 3, 5], "same"],
    ["20% 30% 50%", rollout(5), [1, 3, 5], "same"],
    ["50% 50%", rollout(6), [3, 6], "same"],
    ["50% 50%", rollout(3), [2, 3], "same"],
    [tenTimes10, rollout(10), upTo10, "same"],
    [tenTimes10, rollout(5), [1, 1, 2, 2, 3, 3, 4, 4, 5, 5], "rejected"],
    [tenTimes10, rollout(11), [2, 3, 4, 5, 6, 7, 8, 9, 10, 11], "rejected"],
    [tenTimes10, rollout(15), [2, 3, 5, 6, 8, 9, 11, 12, 14, 15], "rejected"],
    ["25% 25% 25% 25%", rollout(4), [1, 2, 3, 4], "same"],
    ["25% 25% 25% 25%", rollout(3), [1, 2, 3, 3], "rejected"],
    ["33% 33% 34%", rollout(2), [1, 2, 2], "rejected"],
    ["10% 40% 50%", scale(0, 7), [1, 4, 7], "same"],
    ["10% 40% 50%", scale(0, 10), [1, 5, 10], "same"],
    ["1 4", scale(0, 5), [1, 5], "same"],
    ["1 3", scale(1, 5), [2, 5], "same"],
    ["1 1", scale(2, 4), [3, 4], "same"],
    ["1 1", scale(5, 7), [6, 7], "same"],
    ["1 1", scale(4, 2), [3, 2], "same"],
  ] as const)("%s at %o", (plan, base, goals, upstream) => {
    const list = shares(plan);
    expect(fitOfBatches(list, base)).toBe("fits");
    expect(goals.map((_, index) => goalOf(list, index, base))).toEqual(goals);
    expect(fitOfBatches(list, base, "upstream-exact") === "fits").toBe(upstream === "same");
    if (upstream === "same")
      expect(goals.map((_, index) => goalOf(list, index, base, "upstream-exact"))).toEqual(goals);
  });

  test("1 3 does not scale 0 to 5", () => {
    for (const rounding of both) expect(fitOfBatches(shares("1 3"), scale(0, 5), rounding)).toBe("short");
  });

  test("an omitted last batch takes the rest in fixed rounding only", () => {
    expect(fitOfBatches([{ pods: 1 }, { pods: 0 }], rollout(5))).toBe("fits");
    expect(fitOfBatches([{ pods: 1 }, { pods: 0 }], rollout(5), "upstream-exact")).not.toBe("fits");
  });

  test("no pods at all fit when every batch is empty", () => {
    expect(fitOfBatches(shares("50% 50%"), rollout(0))).toBe("fits");
    expect(fitOfBatches(shares("1 50%"), rollout(0))).toBe("exceeds");
  });
});

test.each([
  [5, 5, [1, 1, 1, 1, 1]],
  [8, 5, [1, 1, 2, 2, 2]],
  [4, 5, [0, 1, 1, 1, 1]],
  [9, 4, [2, 2, 2, 3]],
  [10, 3, [3, 3, 4]],
  [5, 3, [1, 2, 2]],
  [7, 2, [3, 4]],
])("%i pods dealt to %i batches", (amount, batches, dealt) => {
  expect(distribute(amount, batches)).toEqual(dealt);
});

test.each(["0.2", "ab", -1, "-1", "1.5%", 0.5, Number.NaN, "%", ""])("%s is no size", (value) => {
  expect(parseShare(value)).toBeUndefined();
});

test("a number in quotes is a percentage, as upstream reads it", () => {
  expect(parseShare("5")).toEqual({ percent: 5 });
});

test("tolerated pods are rounded up, and none when scaling down", () => {
  expect(toleranceOf("20%", rollout(11))).toBe(3);
  expect(toleranceOf("20%", scale(2, 10))).toBe(2);
  expect(toleranceOf("20%", scale(12, 5))).toBe(0);
  expect(toleranceOf(undefined, rollout(10))).toBe(0);
  expect(toleranceOf("a", rollout(10))).toBeUndefined();
});
