import { ApiUnreachable } from "@bellwether/core";
import { expect, test } from "vitest";
import { fakeCluster } from "./kit/fake-cluster.ts";
import { fakeClusters } from "./kit/fake-plugins.ts";
import { FakeWorld, type FakeWrite } from "./kit/fake-world.ts";
import { runHost } from "./kit/running-host.ts";
import { VirtualClock } from "./kit/virtual-clock.ts";

/** Runs a rollout whose host dies at one write, before or after it took effect, and a second host that takes over. */
async function crashAt(write: number, when: "before" | "after" | "never"): Promise<readonly FakeWrite[]> {
  const clock = new VirtualClock();
  const world = new FakeWorld(clock);
  const clusters = fakeClusters(fakeCluster("east", world));
  let count = 0;
  let isDead = false;
  const die = (): void => {
    isDead = true;
    throw new ApiUnreachable("the host is dead");
  };
  world.beforeWrite = () => {
    if (isDead || (when === "before" && ++count === write)) die();
  };
  world.afterWrite = () => {
    if (when === "after" && ++count === write) die();
  };
  world.add("web");
  const first = await runHost(clock, clusters);
  await clock.until(() => isDead || world.stateOf("web") === "rolloutSucceed", 60_000);
  await first.stop();
  [isDead, world.beforeWrite, world.afterWrite] = [false, () => {}, () => {}];
  await using _second = await runHost(clock, clusters);
  expect(await clock.until(() => world.stateOf("web") === "rolloutSucceed", 60_000)).toBe(true);
  return world.writes;
}

const whatOf = (writes: readonly FakeWrite[]): readonly string[] => writes.map(({ what }) => what);
const effectsOf = (writes: readonly FakeWrite[]): readonly string[] =>
  whatOf(writes).filter((what) => what !== "status");

test("a host that dies before or after any write loses nothing and repeats no effect", async () => {
  const crashFree = await crashAt(0, "never");
  for (let write = 1; write <= crashFree.length; write++) {
    expect(whatOf(await crashAt(write, "before")), `before write ${write}`).toEqual(whatOf(crashFree));
    expect(effectsOf(await crashAt(write, "after")), `after write ${write}`).toEqual(effectsOf(crashFree));
  }
});
