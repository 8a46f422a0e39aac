import { expect, test } from "vitest";
import { keptBy } from "../src/partition.ts";

test.each([
  [3, 5, 3],
  [9, 5, 5],
  [0, 5, 0],
  ["100%", 5, 5],
  ["100%", 0, 0],
  ["99%", 4, 3],
  ["99%", 2, 1],
  ["99%", 1, 1],
  ["20%", 5, 1],
  ["10%", 5, 1],
  ["150%", 5, 5],
  ["half", 5, 0],
  ["5", 5, 0],
  [undefined, 5, 0],
])("partition %j of %i pods keeps %i", (partition, replicas, kept) => {
  expect(keptBy(partition, replicas)).toBe(kept);
});
