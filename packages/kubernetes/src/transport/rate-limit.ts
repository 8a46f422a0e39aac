import { type Clock, sleep } from "@bellwether/core";

export interface RateLimitOptions {
  readonly perSecond: number;
  /** So many may go at once after a quiet time. */
  readonly burst: number;
}

/** Lets callers through in order of arrival, no faster than the limit. */
export class RateLimit {
  readonly #clock: Clock;
  readonly #spacingMs: number;
  readonly #credit: number;
  #lastSlot = Number.NEGATIVE_INFINITY;

  constructor(clock: Clock, { perSecond, burst }: RateLimitOptions) {
    this.#clock = clock;
    this.#spacingMs = 1000 / perSecond;
    this.#credit = burst * this.#spacingMs;
  }

  async wait(signal?: AbortSignal): Promise<void> {
    const now = this.#clock.now();
    this.#lastSlot = Math.max(this.#lastSlot, now - this.#credit) + this.#spacingMs;
    if (this.#lastSlot > now) await sleep(this.#clock, this.#lastSlot - now, signal);
  }

  /** Lets the caller through while half of the burst is left to the others, in no order. */
  async waitBehind(signal?: AbortSignal): Promise<void> {
    const delay = (): number => this.#lastSlot + this.#spacingMs - (this.#clock.now() - this.#credit / 2);
    while (delay() > 0) await sleep(this.#clock, delay(), signal);
    await this.wait(signal);
  }
}
