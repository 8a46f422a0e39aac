import { spawn } from "node:child_process";
import { once } from "node:events";
import { setTimeout as wait } from "node:timers/promises";
import { fileURLToPath } from "node:url";

/** The repository's root, where commands run. */
export const root: string = fileURLToPath(new URL("../../../", import.meta.url));

const limitMs = 20_000;

/** A process at work; disposal kills it. */
export interface Command extends AsyncDisposable {
  output(): string;
  /** Resolves once the output holds the text. */
  says(text: string): Promise<void>;
  /** Sends Ctrl-C and resolves to the exit code. */
  interrupt(): Promise<number | null>;
}

export function startCommand(program: string, args: readonly string[]): Command {
  const child = spawn(program, args, { cwd: root, stdio: ["ignore", "pipe", "pipe"] });
  const closed = once(child, "close");
  let output = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding("utf8").on("data", (text: string) => {
      output += text;
    });
  }
  return {
    output: () => output,
    async says(text) {
      for (let waited = 0; !output.includes(text); waited += 20) {
        if (waited > limitMs || child.exitCode !== null) throw new Error(`"${text}" was never said:\n${output}`);
        await wait(20);
      }
    },
    async interrupt() {
      child.kill("SIGINT");
      await closed;
      return child.exitCode;
    },
    async [Symbol.asyncDispose]() {
      child.kill("SIGKILL");
      await closed;
    },
  };
}
