import {
  catalogue,
  RolloutError,
  waitingFor,
  type AwaitedGuard,
  type CatalogueEntry,
  type ErrorCode,
} from "@bellwether/core";
import type { RawOptions } from "../options/cluster-options.ts";
import type { Streams } from "../program/command-definition.ts";
import { guardTexts } from "../text/guard-texts.ts";
import { tableLines } from "../terminal/table.ts";

interface Explained extends CatalogueEntry {
  readonly code: string;
}

function entries(): readonly Explained[] {
  const codes = Object.entries(catalogue).map(([code, entry]) => ({ code, ...entry }));
  const guards = (Object.keys(waitingFor) as AwaitedGuard[]).map((code) => ({
    code,
    ...guardTexts[code],
    exitCode: 0,
  }));
  return [...codes, ...guards];
}

export async function run(streams: Streams, [wanted]: readonly string[], { output }: RawOptions): Promise<number> {
  const found =
    wanted === undefined ? entries() : entries().filter(({ code }) => code.toLowerCase() === wanted.toLowerCase());
  if (found.length === 0) throw unknown(wanted ?? "");
  streams.stdout.write(output === "json" ? jsonText(found) : humanText(found, wanted !== undefined));
  return 0;
}

function jsonText(found: readonly Explained[]): string {
  return found
    .map((entry) => `${JSON.stringify({ apiVersion: "cli.bellwether.dev/v1", kind: "CatalogueEntry", ...entry })}\n`)
    .join("");
}

function humanText(found: readonly Explained[], whole: boolean): string {
  if (!whole) return `${tableLines(found.map(({ code, text }) => [code, text])).join("\n")}\n`;
  return found
    .map(
      ({ code, text, why, fix, exitCode }) =>
        `${code}\n  ${text}\n  why: ${why}\n  fix: ${fix}\n${exitCode === 0 ? "" : `  exit code: ${exitCode}\n`}`,
    )
    .join("");
}

function unknown(wanted: string): RolloutError {
  const near = (Object.keys(catalogue) as ErrorCode[]).find((code) => code.includes(wanted.toUpperCase()));
  return new RolloutError("USAGE_WRONG", `"${wanted}" is neither an error code nor a guard`, {
    remedy: near === undefined ? "bellwether explain lists them all" : `did you mean ${near}?`,
  });
}
