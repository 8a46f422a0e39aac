import { expect, test } from "vitest";
import { runOnOneCluster } from "./kit/running-host.ts";

test("a rollout goes batch by batch to its end, and then nothing is written for ten minutes", async () => {
  await using running = await runOnOneCluster();
  const { clock, world } = running;
  world.add("web");
  expect(await clock.until(() => world.stateOf("web") === "rolloutSucceed", 60_000)).toBe(true);
  const pods = world.writes.map(({ what }) => what).filter((what) => what.startsWith("pods"));
  expect(pods).toEqual(["pods 1", "pods 3", "pods 5"]);

  await clock.advance(1000);
  const before = world.writes.length;
  await clock.advance(600_000);
  expect(world.writes.length).toBe(before);
});
