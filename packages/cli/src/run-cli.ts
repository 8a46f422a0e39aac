import { RolloutError } from "@bellwether/core";
import { CommanderError } from "commander";
import { exitCodeOf, printError } from "./errors/print-error.ts";
import type { Streams } from "./program/command-definition.ts";
import { createProgram } from "./program/create-program.ts";
import { usageError } from "./errors/usage-error.ts";

const oldestNode = 24;

/** Runs one command line and resolves to its exit code. Never throws. */
export async function runCli(args: readonly string[], streams: Streams): Promise<number> {
  const json = args.some(
    (arg, index) => /^(-o|--output)=?json$/.test(arg) || (/^(-o|--output)$/.test(arg) && args[index + 1] === "json"),
  );
  try {
    requireRuntime();
    let exitCode = 0;
    const program = createProgram(streams, (code) => {
      exitCode = code;
    });
    await program.parseAsync([...args], { from: "user" });
    return exitCode;
  } catch (error) {
    if (error instanceof CommanderError) {
      if (error.exitCode === 0) return 0;
      printError(streams.stderr, usageError(error), { json, verbose: false });
      return 2;
    }
    printError(streams.stderr, error, { json, verbose: args.includes("-v") });
    return exitCodeOf(error);
  }
}

function requireRuntime(): void {
  const major = Number(process.versions.node.split(".")[0]);
  if (major >= oldestNode) return;
  throw new RolloutError(
    "RUNTIME_TOO_OLD",
    `Bellwether needs Node ${oldestNode} or Deno 2.9; this is Node ${process.versions.node}`,
  );
}
