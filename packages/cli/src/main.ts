#!/usr/bin/env node
import * as module from "node:module";

// Deno has a cache of its own and not this function. What is imported before it is not cached.
(module as Partial<typeof module>).enableCompileCache?.();
const { runCli } = await import("./run-cli.ts");

// A reader such as `head` that has seen enough ends the command.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code !== "EPIPE") throw error;
  process.exit(0);
});

process.exitCode = await runCli(process.argv.slice(2), {
  stdout: process.stdout,
  stderr: process.stderr,
  env: process.env,
});
