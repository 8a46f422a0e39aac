import { keyText, type Clock, type ObjectKey } from "@bellwether/core";

const firstRetryMs = 100;
const lastRetryMs = 60_000;

/** Keys to look at, each once however often it was added, one at a time; those that did not settle again, later. */
export class WorkQueue {
  readonly #clock: Clock;
  readonly #pending = new Map<string, ObjectKey>();
  readonly #retries = new Map<string, { readonly delayMs: number; readonly timer: Disposable }>();
  #added: PromiseWithResolvers<void> = Promise.withResolvers();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  add(key: ObjectKey): void {
    this.#pending.set(keyText(key), key);
    this.#added.resolve();
  }

  /** Until the signal aborts. `work` answers whether the key has settled. */
  async run(signal: AbortSignal, work: (key: ObjectKey) => Promise<boolean>): Promise<void> {
    const wake = (): void => this.#added.resolve();
    signal.addEventListener("abort", wake);
    while (!signal.aborted) {
      const [next] = this.#pending;
      if (next === undefined) {
        this.#added = Promise.withResolvers();
        await this.#added.promise;
        continue;
      }
      const [id, key] = next;
      this.#pending.delete(id);
      this.#settle(id, key, await work(key));
    }
    signal.removeEventListener("abort", wake);
    for (const { timer } of this.#retries.values()) timer[Symbol.dispose]();
  }

  #settle(id: string, key: ObjectKey, settled: boolean): void {
    const before = this.#retries.get(id);
    before?.timer[Symbol.dispose]();
    this.#retries.delete(id);
    if (settled) return;
    const delayMs = before === undefined ? firstRetryMs : Math.min(before.delayMs * 2, lastRetryMs);
    this.#retries.set(id, { delayMs, timer: this.#clock.after(delayMs, () => this.add(key)) });
  }
}
