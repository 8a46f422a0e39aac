import type { Clock } from "@bellwether/core";

export interface BackoffOptions {
  readonly clock: Clock;
  /** In [0, 1). */
  readonly random: () => number;
  readonly firstMs: number;
  readonly maxMs: number;
}

/** Delays that double up to a cap, with jitter of up to half. They start anew after `reset` or after a long quiet time. */
export class Backoff {
  readonly #options: BackoffOptions;
  #attempts = 0;
  #lastUse = Number.NEGATIVE_INFINITY;

  constructor(options: BackoffOptions) {
    this.#options = options;
  }

  next(): number {
    const { clock, random, firstMs, maxMs } = this.#options;
    if (clock.now() - this.#lastUse > 2 * maxMs) this.#attempts = 0;
    this.#lastUse = clock.now();
    const full = Math.min(maxMs, firstMs * 2 ** Math.min(this.#attempts++, 30));
    return Math.round(full * (0.5 + random() / 2));
  }

  reset(): void {
    this.#attempts = 0;
  }
}
