import type { Clock } from "@bellwether/core";

/** Settles as the promise does, unless the signal aborts first: then it rejects with the signal's reason. */
export function unlessAborted<T>(promise: PromiseLike<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const abort = (): void => reject(signal.reason as Error);
    if (signal.aborted) return abort();
    signal.addEventListener("abort", abort, { once: true });
    const settle =
      <V>(act: (value: V) => void) =>
      (value: V): void => {
        signal.removeEventListener("abort", abort);
        act(value);
      };
    promise.then(settle(resolve), settle(reject));
  });
}

/** A signal that follows another one, and aborts by itself when it was not extended for `limitMs`. */
export class Patience implements Disposable {
  readonly #controller = new AbortController();
  readonly #clock: Clock;
  readonly #limitMs: number;
  readonly #reason: () => Error;
  readonly #parent: AbortSignal | undefined;
  readonly #follow = (): void => this.#controller.abort(this.#parent?.reason);
  #timer: Disposable | undefined;

  constructor(clock: Clock, limitMs: number, reason: () => Error, parent?: AbortSignal) {
    this.#clock = clock;
    this.#limitMs = limitMs;
    this.#reason = reason;
    this.#parent = parent;
    if (parent?.aborted === true) this.#follow();
    else parent?.addEventListener("abort", this.#follow, { once: true });
    this.extend();
  }

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /** Starts the wait anew. */
  extend(limitMs: number = this.#limitMs): void {
    this.#timer?.[Symbol.dispose]();
    this.#timer = this.#clock.after(limitMs, () => this.#controller.abort(this.#reason()));
  }

  /** Stops the clock; the signal still follows its parent. */
  rest(): void {
    this.#timer?.[Symbol.dispose]();
  }

  [Symbol.dispose](): void {
    this.rest();
    this.#parent?.removeEventListener("abort", this.#follow);
  }
}
