import { expect, test } from "vitest";
import { crashPointScenarios, everyCrashPoint } from "../src/crash-points/crash-points.ts";
import { useEquipment } from "./equipment.ts";

const equipment = useEquipment();

test.each(crashPointScenarios)(
  "a host killed at any write of the $name changes nothing",
  { timeout: 300_000 },
  async (scenario) => {
    let points = 0;
    const wrong: unknown[] = [];
    for await (const { write, side, differences } of everyCrashPoint(scenario, equipment())) {
      points += 1;
      if (differences.length > 0) wrong.push([write, side, ...differences]);
    }
    expect(wrong).toEqual([]);
    expect(points).toBeGreaterThan(40);
  },
);
