import { RolloutError } from "@bellwether/core";

/** A number that is at least `least`; whole unless `fractions`. */
export function parseNumber(text: unknown, flag: string, least: number, fractions = false): number {
  const value = typeof text === "string" && text.trim() !== "" ? Number(text) : Number.NaN;
  if (!Number.isFinite(value) || value < least || (!fractions && !Number.isInteger(value))) {
    throw new RolloutError(
      "USAGE_WRONG",
      `${flag} is "${String(text)}", which is no ${fractions ? "" : "whole "}number from ${least} on`,
      { remedy: `give a number, as in ${flag} ${Math.max(least, 1)}` },
    );
  }
  return value;
}
