import { type Command, type Environment, start } from "./command.ts";
import type { TestCluster } from "./test-cluster.ts";

/** Starts `bellwether run` over one cluster. It listens on any free port, and its lease is short. */
export function startDaemon(
  { kubeconfig }: Pick<TestCluster, "kubeconfig">,
  options: readonly string[] = [],
  env: Environment = {},
): Command {
  const own = ["--kubeconfig", kubeconfig, "--listen", "127.0.0.1:0", "--lease-seconds", "3", "--log-format", "json"];
  return start(["run", ...own, ...options], env);
}

export interface LogLine {
  readonly time: string;
  readonly level: string;
  readonly msg: string;
  readonly [key: string]: unknown;
}

/** What a daemon has logged so far; every complete line must be one JSON object. */
export function logOf({ stdout }: Pick<Command, "stdout">): readonly LogLine[] {
  return stdout
    .split("\n")
    .slice(0, -1)
    .map((line) => JSON.parse(line) as LogLine);
}
