import { expect, test } from "vitest";
import { RecentEntries } from "../src/recent-entries.ts";

test("the entry that was not used for the longest time goes first", () => {
  const entries = new RecentEntries<number>(2);
  entries.set("a", 1);
  entries.set("b", 2);
  entries.get("a");
  entries.set("c", 3);
  expect([entries.get("a"), entries.get("b"), entries.get("c")]).toEqual([1, undefined, 3]);
});
