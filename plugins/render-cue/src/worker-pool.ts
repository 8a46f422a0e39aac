import { CueThread } from "./cue-thread.ts";
import type { Evaluation, Limits } from "./evaluation.ts";

/** Up to `size` threads, started when needed and replaced after a failure. Further evaluations wait their turn. */
export class WorkerPool implements AsyncDisposable {
  readonly #size: number;
  readonly #limits: Limits;
  readonly #idle: CueThread[] = [];
  readonly #busy = new Set<CueThread>();
  readonly #waiting: (() => void)[] = [];
  #closed = false;

  constructor(size: number, limits: Limits) {
    this.#size = size;
    this.#limits = limits;
  }

  warm(): void {
    if (this.#idle.length + this.#busy.size === 0) this.#idle.push(new CueThread(this.#limits));
  }

  async evaluate(source: string): Promise<Evaluation> {
    while (!this.#closed && this.#busy.size >= this.#size) {
      await new Promise<void>((resolve) => this.#waiting.push(resolve));
    }
    if (this.#closed) return { kind: "crashed", message: "the renderer is closed" };
    const thread = this.#takeIdle() ?? new CueThread(this.#limits);
    this.#busy.add(thread);
    const evaluation = await thread.evaluate(source);
    this.#busy.delete(thread);
    if (thread.usable) this.#idle.push(thread);
    this.#waiting.shift()?.();
    return evaluation;
  }

  #takeIdle(): CueThread | undefined {
    const thread = this.#idle.pop();
    return thread === undefined || thread.usable ? thread : this.#takeIdle();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#closed = true;
    const threads = [...this.#idle.splice(0), ...this.#busy];
    for (const proceed of this.#waiting.splice(0)) proceed();
    await Promise.all(threads.map((thread) => thread.end()));
  }
}
