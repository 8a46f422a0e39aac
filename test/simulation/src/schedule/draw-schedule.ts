import type { FaultId } from "../faults/fault.ts";
import { calm, drawFaults } from "../faults/fault-plan.ts";
import { drawScenario } from "../scenarios/draw-scenario.ts";
import { quietMs } from "../scenarios/user.ts";
import { Chance } from "../time/chance.ts";
import type { ScheduleOptions } from "./schedule.ts";

/** The schedule of a seed. One in ten is calm, so that what must hold without faults is asked for too. */
export function drawSchedule(seed: number, wanted?: readonly FaultId[]): ScheduleOptions {
  const chance = new Chance(seed).stream("schedule");
  const faults = chance.happens(0.1) ? calm : drawFaults(chance.stream("faults"), wanted);
  return {
    seed,
    scenario: drawScenario(chance.stream("scenario")),
    faults,
    clusters: chance.happens(0.15) ? 2 : 1,
    quietMs: chance.happens(0.3) ? quietMs : quietMs / 10,
    mode: chance.happens(0.7) ? "liveness" : "safety",
  };
}
