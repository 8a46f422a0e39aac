import type { Clock } from "@bellwether/core";

/** One spell of leadership. */
export interface Term {
  /** Higher than that of every earlier term of any leader. */
  readonly epoch: number;
  /** Aborts when leadership is lost or given up. */
  readonly signal: AbortSignal;
  /** Whether leadership lasts at this moment: false also in a process that was suspended and has not noticed yet. */
  holds(): boolean;
}

/** A term that ends by itself unless it is renewed in time. */
export class HeldTerm implements Term {
  readonly epoch: number;
  readonly #clock: Clock;
  readonly #onEnd: () => void;
  readonly #controller = new AbortController();
  #until = 0;
  #timer: Disposable | undefined;

  constructor(epoch: number, clock: Clock, until: number, onEnd: () => void) {
    this.epoch = epoch;
    this.#clock = clock;
    this.#onEnd = onEnd;
    this.extend(until);
  }

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  holds(): boolean {
    if (this.#clock.now() >= this.#until) this.end("the lease was not renewed in time");
    return !this.signal.aborted;
  }

  extend(until: number): void {
    this.#until = until;
    this.#timer?.[Symbol.dispose]();
    this.#timer = this.#clock.after(Math.max(0, until - this.#clock.now()), () => void this.holds());
  }

  end(reason: string): void {
    this.#timer?.[Symbol.dispose]();
    if (this.signal.aborted) return;
    this.#controller.abort(new Error(`Leadership of epoch ${this.epoch} has ended: ${reason}.`));
    this.#onEnd();
  }
}
