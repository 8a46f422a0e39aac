import { isDeepStrictEqual } from "node:util";
import { calm } from "../faults/fault-plan.ts";
import type { Scenario } from "../scenarios/scenario.ts";
import { walkthrough } from "../scenarios/walkthrough.ts";
import { type Equipment, Schedule, type ScheduleResult } from "../schedule/schedule.ts";
import { effectsOf, endOf, uidsOf } from "./effects.ts";

/** Scenarios of which every crash point is tried. */
export const crashPointScenarios: readonly Scenario[] = [
  walkthrough("CloneSet"),
  walkthrough("Deployment"),
  walkthrough("Deployment", "DecreaseFirst"),
];

export interface CrashPoint {
  readonly write: number;
  readonly side: "before" | "after";
  /** What is different from the run without a crash, in words; empty when nothing is. */
  readonly differences: readonly string[];
}

const seed = 1;

async function runWith(
  scenario: Scenario,
  equipment: Equipment,
  crash?: Omit<CrashPoint, "differences">,
): Promise<ScheduleResult> {
  const faults = crash === undefined ? calm : { ...calm, crashes: [{ ...crash, downMs: 200 }] };
  return new Schedule({ seed, scenario, faults, clusters: 1, mode: "liveness", quietMs: 60_000 }, equipment).run();
}

/** Kills the host before and after each of its writes, and compares what comes of it with the run without a crash. */
export async function* everyCrashPoint(scenario: Scenario, equipment: Equipment): AsyncGenerator<CrashPoint> {
  const whole = await runWith(scenario, equipment);
  for (let write = 1; write <= whole.writes; write += 1) {
    for (const side of ["before", "after"] as const) {
      const crashed = await runWith(scenario, equipment, { write, side });
      yield { write, side, differences: differences(whole, crashed) };
    }
  }
}

function differences(whole: ScheduleResult, crashed: ScheduleResult): readonly string[] {
  const [before] = whole.clusters;
  const [after] = crashed.clusters;
  if (before === undefined || after === undefined) return ["there is no cluster"];
  const { violation, counts } = crashed;
  return [
    ...(violation === undefined ? [] : [`${violation.id}: ${violation.text}`]),
    ...(counts.F1 + counts.F2 === 1 ? [] : [`the host was killed ${counts.F1 + counts.F2} times`]),
    ...unequal("end", endOf(before), endOf(after)),
    ...unequal("effects", effectsOf(before), effectsOf(after)),
    ...unequal("UIDs", [...uidsOf(before)], [...uidsOf(after)]),
  ];
}

function unequal(what: string, a: unknown, b: unknown): readonly string[] {
  return isDeepStrictEqual(a, b) ? [] : [`${what}: ${JSON.stringify(b)} instead of ${JSON.stringify(a)}`];
}
