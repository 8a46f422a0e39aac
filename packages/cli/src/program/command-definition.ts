import type { Command } from "commander";
import type { OutputStream } from "../terminal/terminal.ts";

export interface Streams {
  readonly stdout: OutputStream;
  readonly stderr: OutputStream;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** Does what a command says and resolves to the exit code. */
type Run = (
  streams: Streams,
  args: readonly string[],
  options: Readonly<Record<string, unknown>>,
  /** Options that the command line gives, apart from defaults. */
  given: ReadonlySet<string>,
) => Promise<number>;

/** What a command is called and takes; what it does is loaded when it runs. */
export interface CommandDefinition {
  readonly text: { readonly usage: string; readonly summary: string; readonly examples: readonly [string, string] };
  readonly load: () => Promise<{ readonly run: Run }>;
  readonly shapes: readonly ((command: Command) => Command)[];
}
