import { createHash } from "node:crypto";
import type { ComponentRenderer, Rendered, RenderRequest } from "@bellwether/core";
import type { Evaluation } from "./evaluation.ts";
import { evaluationSource } from "./evaluation-source.ts";
import { RecentEntries } from "./recent-entries.ts";
import { renderedObjects } from "./rendered-objects.ts";
import { WorkerPool } from "./worker-pool.ts";

export interface CueLimits {
  /** Milliseconds that one template may run; default 3000. */
  readonly timeLimitMs?: number;
  /** Megabytes that one template may use; default 256. */
  readonly memoryLimitMb?: number;
  /** Templates evaluated at a time, each in its own worker; default 1. */
  readonly workers?: number;
  /** Results kept by content; default 256. */
  readonly keptResults?: number;
}

/**
 * Evaluates CUE templates in worker threads that have no files, no network, no environment, and end at their limits.
 * A document is evaluated once as long as its result is kept. A caller that aborts stops waiting; the evaluation goes on.
 */
export class CueRenderer implements ComponentRenderer, AsyncDisposable {
  readonly #pool: WorkerPool;
  readonly #results: RecentEntries<Promise<Evaluation>>;

  constructor({ timeLimitMs = 3000, memoryLimitMb = 256, workers = 1, keptResults = 256 }: CueLimits = {}) {
    this.#pool = new WorkerPool(workers, { timeMs: timeLimitMs, memoryMb: memoryLimitMb });
    this.#results = new RecentEntries(keptResults);
  }

  /** Starts a worker now, so that the first render need not wait for it. */
  warm(): void {
    this.#pool.warm();
  }

  async render(request: RenderRequest, signal: AbortSignal): Promise<Rendered> {
    signal.throwIfAborted();
    const evaluation = this.#evaluate(evaluationSource(request));
    return renderedObjects(request.component, await unlessAborted(evaluation, signal));
  }

  #evaluate(source: string): Promise<Evaluation> {
    const key = createHash("sha256").update(source).digest("base64");
    const kept = this.#results.get(key);
    if (kept !== undefined) return kept;
    const evaluation = this.#evaluateAnew(key, source);
    this.#results.set(key, evaluation);
    return evaluation;
  }

  async #evaluateAnew(key: string, source: string): Promise<Evaluation> {
    const evaluation = await this.#pool.evaluate(source);
    if (evaluation.kind === "timeout" || evaluation.kind === "crashed") this.#results.delete(key);
    return evaluation;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#pool[Symbol.asyncDispose]();
  }
}

function unlessAborted<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  const { promise: aborted, reject } = Promise.withResolvers<never>();
  const abort = (): void => reject(signal.reason as Error);
  signal.addEventListener("abort", abort, { once: true });
  return Promise.race([promise, aborted]).finally(() => signal.removeEventListener("abort", abort));
}
