import { sleep } from "@bellwether/core";
import { expect, test } from "vitest";
import { VirtualClock } from "../src/index.ts";

test("timers run in the order of their times, then of their setting", async () => {
  const clock = new VirtualClock(0);
  const ran: string[] = [];
  const note = (name: string) => (): void => void ran.push(`${name} at ${clock.now()}`);
  clock.after(20, note("c"));
  clock.after(10, note("a"));
  clock.after(10, note("b"));
  await clock.advance(15);
  expect(ran).toEqual(["a at 10", "b at 10"]);
  expect(clock.now()).toBe(15);
  await clock.advance(5);
  expect(ran.at(-1)).toBe("c at 20");
});

test("a disposed timer does not run, also when another one disposes it", async () => {
  const clock = new VirtualClock(0);
  const ran: string[] = [];
  const second = clock.after(20, () => void ran.push("second"));
  clock.after(10, () => second[Symbol.dispose]());
  clock.after(30, () => void ran.push("third"));
  await clock.advance(100);
  expect(ran).toEqual(["third"]);
});

test("what a timer sets off runs to its end before the next one", async () => {
  const clock = new VirtualClock(0);
  const ran: string[] = [];
  clock.after(10, () => {
    void (async () => {
      for (let turn = 0; turn < 500; turn++) await Promise.resolve();
      ran.push("first, after 500 turns");
    })();
  });
  clock.after(11, () => void ran.push("second"));
  await clock.advance(20);
  expect(ran).toEqual(["first, after 500 turns", "second"]);
});

test("timers set by timers run in the same advance", async () => {
  const clock = new VirtualClock(0);
  let naps = 0;
  const nap = async (): Promise<void> => {
    for (; naps < 5; naps++) await sleep(clock, 10);
  };
  void nap();
  await clock.advance(50);
  expect(naps).toBe(5);
});

test("time stops where the predicate holds, and runs out where it does not", async () => {
  const clock = new VirtualClock(0);
  let done = false;
  clock.after(40, () => {
    done = true;
  });
  clock.after(50, () => {});
  await clock.runUntil(() => done, 1000);
  expect(clock.now()).toBe(40);
  await expect(clock.runUntil(() => false, 1000)).rejects.toThrow("did not come true within 1000 ms");
  expect(clock.now()).toBe(1040);
});
