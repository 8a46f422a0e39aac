import type { RawOptions } from "../options/cluster-options.ts";
import { parseUntil } from "../options/until.ts";
import type { Streams } from "../program/command-definition.ts";
import { followRollouts } from "./follow-rollouts.ts";

export async function run(streams: Streams, names: readonly string[], raw: RawOptions): Promise<number> {
  return followRollouts(streams, names, raw, parseUntil((raw["until"] as string | undefined) ?? "ended"));
}
