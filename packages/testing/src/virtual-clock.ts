import type { Clock } from "@bellwether/core";

interface Timer {
  readonly at: number;
  readonly order: number;
  readonly callback: () => void;
}

/**
 * Time that passes when a test says so. Timers run in the order of their times, those of one time in the order in which
 * they were set; after each one everything that it has set off without waiting runs to its end.
 */
export class VirtualClock implements Clock {
  #now: number;
  #order = 0;
  /** Sorted by time and order. */
  readonly #timers: Timer[] = [];

  /** `start` in milliseconds since the epoch. */
  constructor(start: number = Date.UTC(2026, 0, 1)) {
    this.#now = start;
  }

  now(): number {
    return this.#now;
  }

  /** When the next timer is due, in milliseconds since the epoch; undefined when none is set. */
  get nextTimerAt(): number | undefined {
    return this.#timers[0]?.at;
  }

  after(delayMs: number, callback: () => void): Disposable {
    const timer: Timer = { at: this.#now + Math.max(0, delayMs), order: this.#order++, callback };
    this.#timers.splice(this.#placeOf(timer), 0, timer);
    return {
      [Symbol.dispose]: () => {
        const place = this.#placeOf(timer);
        if (this.#timers[place] === timer) this.#timers.splice(place, 1);
      },
    };
  }

  /** Runs everything that is due within `ms`, and leaves the clock there. */
  async advance(ms: number): Promise<void> {
    const end = this.#now + ms;
    do await settle();
    while (this.step(end));
  }

  /** Lets time pass until the predicate holds. Throws when it does not within `limitMs`. */
  async runUntil(predicate: () => boolean, limitMs: number): Promise<void> {
    const end = this.#now + limitMs;
    await settle();
    while (!predicate()) {
      if (!this.step(end)) throw new Error(`it did not come true within ${limitMs} ms of virtual time`);
      await settle();
    }
  }

  /** Moves to the next timer that is due by `end` and calls it back; to `end`, and false, when there is none. */
  step(end: number): boolean {
    const [timer] = this.#timers;
    if (timer === undefined || timer.at > end) {
      this.#now = Math.max(this.#now, end);
      return false;
    }
    this.#timers.shift();
    this.#now = Math.max(this.#now, timer.at);
    timer.callback();
    return true;
  }

  #placeOf(timer: Timer): number {
    let low = 0;
    let high = this.#timers.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      const other = this.#timers[middle] as Timer;
      if (other.at < timer.at || (other.at === timer.at && other.order < timer.order)) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

/** A macrotask begins when no microtask is left: one turn of it is exact, and cheaper than counting microtasks. */
export function settle(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve);
  });
}
