import { expect, test } from "vitest";
import { FairQueue, type WorkItem } from "../src/reconcile/fair-queue.ts";
import { settled, VirtualClock } from "./kit/virtual-clock.ts";

function open(clock: VirtualClock, concurrency = 1): FairQueue {
  return new FairQueue({ clock, concurrency, random: () => 0.5, firstRetryMs: 100, maxRetryMs: 1000 });
}

test("a key is never worked on twice at a time, and once more when it was asked for meanwhile", async () => {
  const clock = new VirtualClock();
  const queue = open(clock, 4);
  const ends: (() => void)[] = [];
  queue.open("east", () => new Promise((resolve) => ends.push(resolve)));
  queue.add("east", "a");
  await settled();
  queue.add("east", "a");
  queue.add("east", "a");
  await settled();
  expect(ends.length).toBe(1);
  ends[0]?.();
  await settled();
  expect(ends.length).toBe(2);
  ends[1]?.();
  await settled();
  expect(ends.length).toBe(2);
});

test("lanes take turns, however long one of them is", async () => {
  const order: string[] = [];
  const queue = open(new VirtualClock());
  for (const lane of ["east", "west"]) {
    queue.open(lane, async ({ key }: WorkItem) => void order.push(`${lane} ${key}`));
  }
  for (const key of ["1", "2", "3", "4"]) queue.add("east", key);
  queue.add("west", "1");
  await settled();
  expect(order.indexOf("west 1")).toBeLessThan(2);
  expect(order.length).toBe(5);
});

test("a lane whose work never ends costs the others nothing", async () => {
  const done: string[] = [];
  const queue = open(new VirtualClock());
  queue.open("dead", () => new Promise(() => {}));
  queue.open("west", async ({ key }) => void done.push(key));
  for (let index = 0; index < 50; index++) queue.add("dead", `${index}`);
  for (let index = 0; index < 50; index++) queue.add("west", `${index}`);
  await settled();
  expect(done.length).toBe(50);
});

test("work that hangs gives its place to the other keys of its lane", async () => {
  const clock = new VirtualClock();
  const done: string[] = [];
  const queue = open(clock);
  queue.open("east", ({ key }) => (key === "hangs" ? new Promise(() => {}) : Promise.resolve(void done.push(key))));
  queue.add("east", "hangs");
  queue.add("east", "other");
  await settled();
  expect(done).toEqual([]);
  await clock.advance(250);
  expect(done).toEqual(["other"]);
});

test("retries wait longer each time, up to the cap, until the key settles", async () => {
  const clock = new VirtualClock();
  const times: number[] = [];
  const queue = open(clock);
  const start = clock.now();
  queue.open("east", async ({ key }) => {
    times.push(clock.now() - start);
    if (times.length < 7) queue.retry("east", key);
  });
  queue.add("east", "a");
  await clock.advance(20_000);
  const delays = times.slice(1).map((time, index) => time - (times[index] ?? 0));
  expect(delays).toEqual([75, 150, 300, 600, 750, 750]);
  queue.settle("east", "a");
  queue.retry("east", "a");
  const before = clock.now() - start;
  await clock.advance(1000);
  expect((times.at(-1) ?? 0) - before).toBe(75);
});

test("the earliest of the times that a key is asked for counts", async () => {
  const clock = new VirtualClock();
  const times: number[] = [];
  const start = clock.now();
  const queue = open(clock);
  queue.open("east", async () => void times.push(clock.now() - start));
  queue.addAt("east", "a", start + 500);
  queue.addAt("east", "a", start + 200);
  queue.addAt("east", "a", start + 900);
  await clock.advance(1000);
  expect(times).toEqual([200]);
});

test("a held lane begins nothing, and goes on by itself", async () => {
  const clock = new VirtualClock();
  const done: string[] = [];
  const queue = open(clock);
  queue.open("east", async ({ key }) => void done.push(key));
  queue.hold("east", 1000);
  queue.add("east", "a");
  await clock.advance(999);
  expect(done).toEqual([]);
  expect(queue.depth("east")).toBe(1);
  await clock.advance(1);
  expect(done).toEqual(["a"]);
});

test("closing a lane waits for the work in hand and begins nothing more", async () => {
  const clock = new VirtualClock();
  const begun: string[] = [];
  const ends: (() => void)[] = [];
  const queue = open(clock);
  queue.open("east", ({ key }) => {
    begun.push(key);
    return new Promise((resolve) => ends.push(resolve));
  });
  queue.add("east", "a");
  queue.add("east", "b");
  await settled();
  let closed = false;
  const closing = queue.close("east").finally(() => {
    closed = true;
  });
  await settled();
  expect(closed).toBe(false);
  ends[0]?.();
  await closing;
  expect(begun).toEqual(["a"]);
});
