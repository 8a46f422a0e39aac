import { controller, definePlugin } from "@bellwether/core";
import { expect, test } from "vitest";
import type { Election } from "../src/index.ts";
import { runOnOneCluster } from "./kit/running-host.ts";

/** An election that the test decides. */
class DecidedElection implements Election {
  epoch = 0;
  released = false;
  readonly done: Promise<void>;
  #leading = false;
  readonly #listeners: Set<() => void> = new Set();

  constructor(signal: AbortSignal) {
    this.done = new Promise((resolve) => {
      signal.addEventListener("abort", () => {
        this.released = true;
        resolve();
      });
    });
  }

  leading(): boolean {
    return this.#leading;
  }

  onChange(listener: () => void): Disposable {
    this.#listeners.add(listener);
    return { [Symbol.dispose]: () => void this.#listeners.delete(listener) };
  }

  win(epoch: number): void {
    [this.#leading, this.epoch] = [true, epoch];
    for (const listener of this.#listeners) listener();
  }

  lose(): void {
    this.#leading = false;
    for (const listener of this.#listeners) listener();
  }
}

async function runDecided() {
  const elections: DecidedElection[] = [];
  const runs: string[] = [];
  const counting = definePlugin({
    name: "@a/counting",
    version: "1",
    contributions: [
      controller.implement("counting", {
        scope: "cluster",
        create: () => ({
          run: async (signal) => {
            runs.push("begun");
            await new Promise((resolve) => signal.addEventListener("abort", resolve));
            runs.push("ended");
          },
        }),
      }),
    ],
  });
  const running = await runOnOneCluster({
    plugins: [counting],
    electLeader: (_, signal) => {
      const election = new DecidedElection(signal);
      elections.push(election);
      return election;
    },
  });
  const election = elections[0] as DecidedElection;
  return { ...running, election, runs };
}

test("a host that does not lead writes nothing and runs no controller", async () => {
  await using running = await runDecided();
  const { clock, world, runs, host } = running;
  world.add("web");
  await clock.advance(60_000);
  expect(world.writes).toEqual([]);
  expect(runs).toEqual([]);
  expect(host.clusters()).toMatchObject([{ leading: false, trouble: undefined }]);
});

test("a host that wins goes to work, and its term is in the status", async () => {
  await using running = await runDecided();
  const { clock, world, election, runs } = running;
  world.add("web");
  await clock.advance(10_000);
  election.win(7);
  expect(await clock.until(() => world.stateOf("web") === "rolloutSucceed", 60_000)).toBe(true);
  expect(world.rollout("web").status?.epoch).toBe(7);
  expect(runs).toEqual(["begun"]);
});

test("a host that wins does nothing before it has listed anew, nor after it has lost meanwhile", async () => {
  await using running = await runDecided();
  const { clock, world, election, runs } = running;
  const listed = [1, 2].map(() => Promise.withResolvers<void>());
  let lists = 0;
  world.relist = async () => listed[lists++]?.promise;
  world.add("web");
  election.win(1);
  await clock.advance(10_000);
  election.lose();
  listed[0]?.resolve();
  await clock.advance(10_000);
  election.win(3);
  await clock.advance(10_000);
  expect(lists).toBe(2);
  expect([...world.writes, ...runs]).toEqual([]);
  listed[1]?.resolve();
  expect(await clock.until(() => world.stateOf("web") === "rolloutSucceed", 60_000)).toBe(true);
  expect(runs).toEqual(["begun"]);
});

test("a host that loses writes nothing more, and goes on where the rollout is when it wins again", async () => {
  await using running = await runDecided();
  const { clock, world, election, runs, host } = running;
  const told: string[] = [];
  host.events.on("leadershipLost", ({ epoch }) => void told.push(`lost ${epoch}`));
  host.events.on("leadershipGained", ({ epoch }) => void told.push(`gained ${epoch}`));
  world.add("web");
  election.win(1);
  await clock.until(() => world.writes.at(-1)?.what === "pods 3", 60_000);
  election.lose();
  const before = world.writes.length;
  await clock.advance(60_000);
  expect(world.writes.length).toBe(before);
  expect(runs).toEqual(["begun", "ended"]);
  election.win(3);
  expect(await clock.until(() => world.stateOf("web") === "rolloutSucceed", 60_000)).toBe(true);
  expect(world.writes.filter(({ what }) => what.startsWith("pods")).map(({ what }) => what)).toEqual([
    "pods 1",
    "pods 3",
    "pods 5",
  ]);
  expect(told).toEqual(["gained 1", "lost 1", "gained 3"]);
});

test("the lease is released after the last write", async () => {
  const running = await runDecided();
  running.election.win(1);
  running.world.add("web");
  running.world.beforeWrite = () => expect(running.election.released).toBe(false);
  await running.clock.advance(500);
  await running.stop();
  expect(running.election.released).toBe(true);
});
