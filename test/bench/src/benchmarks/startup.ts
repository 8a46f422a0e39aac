import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import type { RolloutView } from "@bellwether/core";
import type { Benchmark } from "../benchmark.ts";
import { median, rounded, spread } from "../report/statistics.ts";
import type { Cell } from "../report/table.ts";

const sources = fileURLToPath(import.meta.resolve("bellwether").replace(/index\.ts$/, "main.ts"));
const built = sources.replace("/src/main.ts", "/dist/main.js");
const fromSources = ["--conditions=bellwether-source", "--disable-warning=ExperimentalWarning", sources];
const helpRuns = 9;
const demoRuns = 3;

export const startup: Benchmark = {
  name: "startup",
  title: "from the command line to the first answer, and to the first moving pod",
  async run() {
    const help = [
      row("an empty Node process", await repeat(helpRuns, async () => timeOf(["-e", "0"]))),
      row("bellwether --help, sources", await repeat(helpRuns, async () => timeOf([...fromSources, "--help"]))),
    ];
    if (existsSync(built))
      help.push(row("bellwether --help, built", await repeat(helpRuns, async () => timeOf([built, "--help"]))));
    const demos = await repeat(demoRuns, firstPods);
    const demo = [
      row(
        "bellwether demo → first pods asked for",
        demos.map(({ asked }) => asked),
      ),
      row(
        "bellwether demo → first pod ready",
        demos.map(({ ready }) => ready),
      ),
    ];
    return [
      {
        title: "Wall time of whole processes",
        headings: ["", "median, ms", "spread", "runs"],
        rows: [...help, ...demo],
      },
    ];
  },
};

function row(name: string, times: readonly number[]): readonly Cell[] {
  return [name, rounded(median(times), 0), spread(times, 0), times.length];
}

async function repeat<T>(runs: number, measure: () => Promise<T>): Promise<readonly T[]> {
  const times: T[] = [];
  for (let run = 0; run < runs; run += 1) times.push(await measure());
  return times;
}

async function timeOf(args: readonly string[]): Promise<number> {
  const started = performance.now();
  const child = spawn(process.execPath, args, { stdio: "ignore" });
  const [code] = (await once(child, "exit")) as [number];
  if (code !== 0) throw new Error(`node ${args.join(" ")} ended with ${code}`);
  return performance.now() - started;
}

/** Until a rollout asks for its first pods, and until one of them is ready. */
async function firstPods(): Promise<{ readonly asked: number; readonly ready: number }> {
  const started = performance.now();
  const child = spawn(process.execPath, [...fromSources, "demo", "-o", "json"], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const ended = once(child, "exit");
  try {
    let asked: number | undefined;
    for await (const line of createInterface({ input: child.stdout })) {
      const { pods } = JSON.parse(line) as Partial<RolloutView>;
      const target = pods?.byRevision.find(({ role }) => role === "target");
      const now = performance.now() - started;
      if (asked === undefined && (target?.wanted ?? 0) > 0) asked = now;
      if (asked !== undefined && (target?.ready ?? 0) > 0) return { asked, ready: now };
    }
    throw new Error("the demo ended before a pod was ready");
  } finally {
    child.kill("SIGKILL");
    await ended;
  }
}
