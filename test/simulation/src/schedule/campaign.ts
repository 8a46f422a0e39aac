import { faultIds, type FaultCounts, type FaultId, noFaults, sumOfCounts } from "../faults/fault.ts";
import { drawSchedule } from "./draw-schedule.ts";
import { type Equipment, Schedule, type ScheduleResult } from "./schedule.ts";

export interface CampaignOptions {
  readonly schedules: number;
  /** Of the first schedule; every other one has the next. */
  readonly seed: number;
  readonly faults?: readonly FaultId[];
  /** Told after each schedule. */
  readonly onResult?: (result: ScheduleResult, done: number) => void;
}

export interface CampaignResult {
  readonly schedules: number;
  readonly events: number;
  readonly faults: FaultCounts;
  /** Schedules that broke an invariant or did not come to their end. */
  readonly failures: readonly ScheduleResult[];
  /** Kinds of fault that schedules wanted and never saw: the run proves nothing about them. */
  readonly vacuous: readonly FaultId[];
}

/** Runs the schedules of consecutive seeds. */
export async function runCampaign(options: CampaignOptions, equipment: Equipment): Promise<CampaignResult> {
  const failures: ScheduleResult[] = [];
  const wanted = new Set<FaultId>();
  let faults = noFaults;
  let events = 0;
  for (let done = 1; done <= options.schedules; done += 1) {
    const schedule = drawSchedule(options.seed + done - 1, options.faults);
    for (const id of schedule.faults.kinds) wanted.add(id);
    const result = await new Schedule(schedule, equipment).run();
    faults = sumOfCounts(faults, result.counts);
    events += result.events;
    if (result.violation !== undefined) failures.push(result);
    options.onResult?.(result, done);
  }
  const vacuous = options.schedules < fewest ? [] : faultIds.filter((id) => wanted.has(id) && faults[id] === 0);
  return { schedules: options.schedules, events, faults, failures, vacuous };
}

/** With fewer schedules a kind may be missing by chance, such as a crash at a write that a short schedule never makes. */
const fewest = 50;
