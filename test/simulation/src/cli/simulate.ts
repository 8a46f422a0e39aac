import { type FaultCounts, faultIds, faultTexts } from "../faults/fault.ts";
import { type CampaignResult, runCampaign } from "../schedule/campaign.ts";
import { prepareEquipment } from "../schedule/equipment.ts";
import type { ScheduleResult } from "../schedule/schedule.ts";
import type { Options } from "./options.ts";

type Print = (text: string) => void;

const progressMs = 3000;

/** Runs the schedules and prints what came of them. Returns the exit code: 1 when anything is wrong. */
export async function simulate(options: Options, print: Print): Promise<number> {
  await using equipment = await prepareEquipment();
  const { schedules, seed } = options;
  const started = Date.now();
  let told = started;
  print(`simulating ${schedules} schedules from seed ${seed}`);
  const result = await runCampaign(
    {
      ...options,
      onResult: (one, done) => {
        if (one.violation !== undefined) printFailure(one, options, print);
        else if (options.story) print(`${one.story.tell()}\n`);
        if (Date.now() - told < progressMs) return;
        told = Date.now();
        print(`${done} of ${schedules} schedules, ${rate(done, started)} a second`);
      },
    },
    equipment,
  );
  printResult(result, started, print);
  if (options.json) print(JSON.stringify(jsonOf(result)));
  return result.failures.length > 0 || result.vacuous.length > 0 ? 1 : 0;
}

function rate(done: number, started: number): string {
  return (done / Math.max(0.001, (Date.now() - started) / 1000)).toFixed(1);
}

function printFailure({ options, violation, story }: ScheduleResult, { faults }: Options, print: Print): void {
  if (violation === undefined) return;
  const kinds = faults.length === faultIds.length ? "" : ` --faults ${faults.join(",")}`;
  print(`\n${story.tell()}\n`);
  print(`seed ${options.seed}: ${violation.id} (${violation.name}) is broken on ${violation.cluster || "the whole"}`);
  print(`  ${violation.text}`);
  print(`  replay: npm run simulate -- --schedules 1 --seed ${options.seed}${kinds} --story\n`);
}

function printResult(
  { schedules, events, faults, failures, vacuous }: CampaignResult,
  started: number,
  print: Print,
): void {
  print(`${schedules} schedules, ${events} events, ${rate(schedules, started)} schedules a second`);
  for (const id of faultIds) print(`  ${id.padEnd(4)}${String(faults[id]).padStart(8)}  ${faultTexts[id]}`);
  for (const id of vacuous) print(`${id} was wanted and never happened: the run proves nothing about it`);
  print(failures.length === 0 ? "no invariant was broken" : `${failures.length} schedules broke an invariant`);
}

interface SimulationResult {
  readonly kind: "SimulationResult";
  readonly schedules: number;
  readonly events: number;
  readonly faults: FaultCounts;
  readonly violations: number;
}

function jsonOf({ schedules, events, faults, failures }: CampaignResult): SimulationResult {
  return { kind: "SimulationResult", schedules, events, faults, violations: failures.length };
}
