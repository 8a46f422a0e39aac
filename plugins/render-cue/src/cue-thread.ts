import { Worker } from "node:worker_threads";
import type { Evaluation, Limits } from "./evaluation.ts";

const startLimitMs = 30_000;
const entry = import.meta.url.endsWith(".ts")
  ? new URL("./cue-worker.ts", import.meta.url)
  : new URL("./cue-worker.js", import.meta.url);

/** One worker that evaluates one document at a time. It does not keep the process alive while it is idle. */
export class CueThread {
  readonly #limits: Limits;
  readonly #worker: Worker;
  readonly #started: Promise<void>;
  #settle: (evaluation: Evaluation) => void = () => {};
  #usable = true;

  constructor(limits: Limits) {
    this.#limits = limits;
    this.#worker = new Worker(entry, {
      env: {},
      execArgv: [],
      workerData: { memoryMb: limits.memoryMb },
      resourceLimits: { maxOldGenerationSizeMb: limits.memoryMb },
    });
    this.#worker.unref();
    this.#started = new Promise((resolve) => this.#worker.once("message", () => resolve()));
    this.#worker.on("message", (answer: Evaluation | "ready") => {
      if (answer !== "ready") this.#settle(answer);
    });
    this.#worker.on("error", (error: Error & { code?: string }) => {
      const outOfMemory = error.code === "ERR_WORKER_OUT_OF_MEMORY";
      this.#fail(outOfMemory ? { kind: "outOfMemory" } : { kind: "crashed", message: error.message });
    });
    this.#worker.on("exit", () => this.#fail({ kind: "crashed", message: "the worker ended" }));
  }

  /** False once a limit was hit or the evaluator broke; the thread has then been ended. */
  get usable(): boolean {
    return this.#usable;
  }

  async evaluate(source: string): Promise<Evaluation> {
    const answer = new Promise<Evaluation>((resolve) => (this.#settle = resolve));
    this.#worker.ref();
    await within(startLimitMs, Promise.race([this.#started, answer]), () =>
      this.#fail({ kind: "crashed", message: "the worker did not start" }),
    );
    this.#worker.postMessage(source);
    const evaluation = await within(this.#limits.timeMs, answer, () => this.#fail({ kind: "timeout" }));
    if (evaluation.kind === "crashed" || evaluation.kind === "outOfMemory") await this.end();
    this.#worker.unref();
    return evaluation;
  }

  async end(): Promise<void> {
    this.#usable = false;
    await this.#worker.terminate();
  }

  #fail(evaluation: Evaluation): void {
    this.#settle(evaluation);
    if (this.#usable) void this.end();
  }
}

function within<T>(ms: number, promise: Promise<T>, late: () => void): Promise<T> {
  const timer = setTimeout(late, ms);
  return promise.finally(() => clearTimeout(timer));
}
