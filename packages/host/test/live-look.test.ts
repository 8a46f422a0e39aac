import { expect, test } from "vitest";
import { liveLookAfter } from "../src/reconcile/live-look.ts";

test("a wait is checked live after 3 s, then after twice the time each, up to a minute", () => {
  let look = liveLookAfter(undefined, "BatchPodsReady 0", 0);
  const due: number[] = [];
  for (let now = 0; now <= 300_000; now += 1000) {
    const next = liveLookAfter(look, "BatchPodsReady 0", now);
    if (next !== look) due.push(now / 1000);
    look = next;
  }
  expect(due).toEqual([3, 9, 21, 45, 93, 153, 213, 273]);
});

test("another wait starts anew", () => {
  const look = liveLookAfter(undefined, "BatchPodsReady 0", 0);
  expect(liveLookAfter(look, "BatchPodsReady 4000", 4000)).toEqual({
    wait: "BatchPodsReady 4000",
    at: 7000,
    delayMs: 3000,
  });
});
