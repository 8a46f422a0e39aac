import { ApiUnreachable } from "@bellwether/core";
import { expect, test } from "vitest";
import { conflict } from "./kit/fake-world.ts";
import { runOnOneCluster } from "./kit/running-host.ts";

function randomOf(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

test("whatever fails by chance, every rollout ends the same way, and then nothing is written", async () => {
  for (let seed = 1; seed <= 50; seed++) {
    const random = randomOf(seed);
    await using running = await runOnOneCluster({ random });
    const { clock, world } = running;
    world.beforeWrite = () => {
      const chance = random();
      if (chance < 0.1) throw conflict("by chance");
      if (chance < 0.2) throw new ApiUnreachable("refused");
      if (chance < 0.25) throw new TypeError("a bug in the plugin");
    };
    world.afterWrite = () => {
      const chance = random();
      if (chance < 0.1) throw new ApiUnreachable("the reply is lost");
      if (chance > 0.3) return;
      world.lagging = true;
      clock.after(random() * 3000, () => {
        world.lagging = false;
        for (const name of world.names) world.tell(name);
      });
    };
    for (const name of ["web", "shop", "pay"]) world.add(name);
    const isDone = (): boolean =>
      !world.lagging && world.names.every((name) => world.stateOf(name) === "rolloutSucceed");
    expect(await clock.until(isDone, 3_600_000), `seed ${seed}`).toBe(true);
    for (const name of world.names) {
      const pods = world.writes.filter(({ rollout, what }) => rollout === name && what.startsWith("pods"));
      expect(
        pods.map(({ what }) => what),
        `seed ${seed}`,
      ).toEqual(["pods 1", "pods 3", "pods 5"]);
    }
    await clock.advance(10_000);
    const before = world.writes.length;
    await clock.advance(600_000);
    expect(world.writes.length, `seed ${seed}`).toBe(before);
  }
});
