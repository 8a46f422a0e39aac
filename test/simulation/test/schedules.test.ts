import { expect, test } from "vitest";
import { runCampaign } from "../src/schedule/campaign.ts";
import { drawSchedule } from "../src/schedule/draw-schedule.ts";
import { Schedule } from "../src/schedule/schedule.ts";
import { useEquipment } from "./equipment.ts";

const equipment = useEquipment();
const schedules = 2000;

test(`${schedules} schedules keep every invariant`, { timeout: 600_000 }, async () => {
  const { failures, vacuous } = await runCampaign({ schedules, seed: 1 }, equipment());
  const stories = failures.map(({ options, violation, story }) => [options.seed, violation, story.tell()]);
  expect(stories).toEqual([]);
  expect(vacuous).toEqual([]);
});

test("the same seed gives the same schedule twice", async () => {
  for (let seed = 1; seed <= 10; seed += 1) {
    const hashes = [];
    for (let i = 0; i < 2; i += 1) hashes.push((await new Schedule(drawSchedule(seed), equipment()).run()).hash);
    expect(hashes[1]).toBe(hashes[0]);
  }
});
