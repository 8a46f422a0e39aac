import { parseArgs } from "node:util";
import { faultIds, type FaultId } from "../faults/fault.ts";

export interface Options {
  readonly schedules: number;
  /** Of the first schedule; every other one has the next. */
  readonly seed: number;
  /** The last line of the output is JSON. */
  readonly json: boolean;
  /** Kinds of fault that schedules draw from. */
  readonly faults: readonly FaultId[];
  /** Tells the story of every schedule, not of a failing one only. */
  readonly story: boolean;
}

export const usage: string = `Usage: npm run simulate -- [options]

  --schedules N   how many schedules to run; default 200
  --seed S        of the first one; default: by chance
  --faults F1,F2  kinds of fault to draw from; default: ${faultIds.join(",")}
  --story         tell what happens in every schedule
  --json          print the result as JSON on the last line
`;

/** Throws with what is wrong when the arguments cannot be read. */
export function readOptions(args: readonly string[]): Options | "help" {
  const { values } = parseArgs({
    args: [...args],
    options: {
      schedules: { type: "string", default: "200" },
      seed: { type: "string" },
      faults: { type: "string" },
      story: { type: "boolean", default: false },
      json: { type: "boolean", default: false },
      help: { type: "boolean", short: "h", default: false },
    },
  });
  if (values.help) return "help";
  return {
    schedules: whole("--schedules", values.schedules),
    seed: values.seed === undefined ? Math.floor(Math.random() * 1e9) : whole("--seed", values.seed),
    json: values.json,
    story: values.story,
    faults: values.faults === undefined ? faultIds : values.faults.split(",").map(faultOf),
  };
}

function whole(option: string, text: string): number {
  const number = Number(text);
  if (Number.isSafeInteger(number) && number >= 0) return number;
  throw new Error(`${option} must be a whole number of 0 or more, not "${text}"`);
}

function faultOf(text: string): FaultId {
  const known = faultIds.find((id) => id === text);
  if (known !== undefined) return known;
  throw new Error(`--faults: "${text}" is none of ${faultIds.join(", ")}`);
}
