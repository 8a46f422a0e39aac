import { type ChildProcess, spawn } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

export interface KubectlResult {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface KubectlInput {
  readonly stdin?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** Ends the command with SIGTERM. */
  readonly signal?: AbortSignal;
}

/** One kubectl with a home, a discovery cache and a kubeconfig of its own. Disposing removes them. */
export class Kubectl implements AsyncDisposable {
  readonly path: string;
  readonly #home: string;

  private constructor(path: string, home: string) {
    this.path = path;
    this.#home = home;
  }

  /** `kubeconfig` is the content of the file. */
  static async open(path: string, kubeconfig: object): Promise<Kubectl> {
    const home = await mkdtemp(join(tmpdir(), "kubectl-"));
    await writeFile(join(home, "kubeconfig"), JSON.stringify(kubeconfig), { mode: 0o600 });
    return new Kubectl(path, home);
  }

  /** Runs a command to its end, whatever its exit code. */
  async run(args: readonly string[], input: KubectlInput = {}): Promise<KubectlResult> {
    const child = this.spawn(args, input);
    const stdout = textOf(child.stdout);
    const stderr = textOf(child.stderr);
    child.stdin?.end(input.stdin ?? "");
    const code = await new Promise<number | null>((resolve, reject) => {
      child.once("error", (error) => (error.name === "AbortError" ? undefined : reject(error)));
      child.once("close", resolve);
    });
    return { code, stdout: await stdout, stderr: await stderr };
  }

  /** Runs a command that must succeed, and gives what it printed. Arguments are split at spaces. */
  async ok(command: string, input: KubectlInput = {}): Promise<string> {
    const { code, stdout, stderr } = await this.run(command.split(" "), input);
    if (code !== 0) throw new Error(`kubectl ${command} ended with ${code}: ${stderr}${stdout}`);
    return stdout;
  }

  spawn(args: readonly string[], { env, signal }: KubectlInput = {}): ChildProcess {
    return spawn(this.path, args, {
      env: { PATH: process.env["PATH"], HOME: this.#home, KUBECONFIG: join(this.#home, "kubeconfig"), ...env },
      ...(signal !== undefined && { signal }),
    });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await rm(this.#home, { recursive: true, force: true });
  }
}

async function textOf(stream: ChildProcess["stdout"]): Promise<string> {
  let text = "";
  for await (const chunk of (stream?.setEncoding("utf8") ?? []) as AsyncIterable<string>) text += chunk;
  return text;
}
