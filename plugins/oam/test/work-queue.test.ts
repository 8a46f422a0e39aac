import { keyText, type ObjectKey } from "@bellwether/core";
import { VirtualClock } from "@bellwether/testing";
import { expect, test } from "vitest";
import { WorkQueue } from "../src/application/work-queue.ts";

const key = (name: string): ObjectKey => ({ namespace: "default", name });

async function withQueue(
  answers: (name: string) => boolean,
  use: (queue: WorkQueue, clock: VirtualClock, seen: string[]) => Promise<void>,
): Promise<void> {
  const clock = new VirtualClock(0);
  const queue = new WorkQueue(clock);
  const stop = new AbortController();
  const seen: string[] = [];
  const running = queue.run(stop.signal, async (one) => {
    seen.push(`${keyText(one)} at ${clock.now()}`);
    return answers(one.name);
  });
  await use(queue, clock, seen);
  stop.abort();
  await running;
  expect(clock.nextTimerAt).toBeUndefined();
}

test("a key that was added many times is looked at once", () =>
  withQueue(
    () => true,
    async (queue, clock, seen) => {
      for (const name of ["a", "b", "a"]) queue.add(key(name));
      await clock.advance(60_000);
      expect(seen).toEqual(["default/a at 0", "default/b at 0"]);
    },
  ));

test("a key that did not settle is looked at again, each time twice as late", () =>
  withQueue(
    () => false,
    async (queue, clock, seen) => {
      queue.add(key("a"));
      await clock.advance(1_000);
      expect(seen).toEqual([0, 100, 300, 700].map((at) => `default/a at ${at}`));
    },
  ));

test("a key that settled starts anew", async () => {
  const answers = [false, false, true, false, false];
  await withQueue(
    () => answers.shift() ?? true,
    async (queue, clock, seen) => {
      queue.add(key("a"));
      await clock.advance(1_000);
      queue.add(key("a"));
      await clock.advance(1_000);
      expect(seen).toEqual([0, 100, 300, 1_000, 1_100, 1_300].map((at) => `default/a at ${at}`));
    },
  );
});
