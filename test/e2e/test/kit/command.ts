import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { until } from "./until.ts";

export const repository: string = fileURLToPath(new URL("../../../../", import.meta.url));

/** The command line that runs `bellwether` from its sources. */
export const bellwetherCommand: readonly [string, ...string[]] = [
  process.execPath,
  "--conditions=bellwether-source",
  "--disable-warning=ExperimentalWarning",
  `${repository}packages/cli/src/main.ts`,
];

export type Environment = Readonly<Record<string, string>>;

export interface Ended {
  /** Exit code, or the name of the signal that ended it. */
  readonly code: number | string;
  readonly stdout: string;
  readonly stderr: string;
}

/** A process at work, the leader of a group of its own. Disposal kills it. */
export class Command implements AsyncDisposable {
  stdout = "";
  stderr = "";
  readonly ended: Promise<Ended>;
  readonly #child: ChildProcess;

  constructor([program, ...args]: readonly [string, ...string[]], env: Environment = {}) {
    this.#child = spawn(program, args, { cwd: repository, env: { ...cleanEnvironment(), ...env }, detached: true });
    this.#child.stdout?.setEncoding("utf8").on("data", (text: string) => (this.stdout += text));
    this.#child.stderr?.setEncoding("utf8").on("data", (text: string) => (this.stderr += text));
    this.#child.stdin?.end();
    this.ended = once(this.#child, "close").then(([code, signal]) => ({
      code: (code as number | null) ?? (signal as string),
      stdout: this.stdout,
      stderr: this.stderr,
    }));
  }

  get pid(): number {
    return this.#child.pid ?? 0;
  }

  kill(signal: NodeJS.Signals): void {
    this.#child.kill(signal);
  }

  /** Resolves once standard output holds the text. */
  async says(text: string, limitMs = 20_000): Promise<void> {
    await until(
      () => this.stdout.includes(text) || this.#child.exitCode !== null,
      limitMs,
      () => `"${text}" from\n${this.stdout}${this.stderr}`,
    );
    if (!this.stdout.includes(text)) throw new Error(`it ended without "${text}":\n${this.stdout}${this.stderr}`);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.kill("SIGKILL");
    await this.ended;
  }
}

/** Starts `bellwether` with these arguments. */
export function start(args: readonly string[], env: Environment = {}): Command {
  return new Command([...bellwetherCommand, ...args], env);
}

/** Runs `bellwether` with these arguments to its end. */
export async function run(args: readonly string[], env: Environment = {}): Promise<Ended> {
  return start(args, env).ended;
}

/** Nothing of the machine's own that would change what is printed. */
function cleanEnvironment(): Environment {
  return { PATH: process.env["PATH"] ?? "", HOME: "/nonexistent", LANG: "C.UTF-8", TERM: "xterm-256color" };
}
