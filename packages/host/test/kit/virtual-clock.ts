import type { Clock } from "@bellwether/core";

interface Timer {
  readonly at: number;
  readonly callback: () => void;
}

/** Stands still until it is told to move. */
export class VirtualClock implements Clock {
  #now = Date.UTC(2026, 0, 1);
  readonly #timers = new Set<Timer>();

  now(): number {
    return this.#now;
  }

  after(delayMs: number, callback: () => void): Disposable {
    const timer = { at: this.#now + Math.max(0, delayMs), callback };
    this.#timers.add(timer);
    return { [Symbol.dispose]: () => void this.#timers.delete(timer) };
  }

  /** Lets all that is ready run, then each timer in its turn. */
  async advance(ms: number): Promise<void> {
    await this.until(() => false, ms);
  }

  /** Stops early when the predicate holds, and says whether it did. */
  async until(predicate: () => boolean, limitMs: number): Promise<boolean> {
    const end = this.#now + limitMs;
    for (await settled(); !predicate(); await settled()) {
      const [next] = [...this.#timers].toSorted((a, b) => a.at - b.at);
      if (next === undefined || next.at > end) {
        this.#now = end;
        return false;
      }
      this.#timers.delete(next);
      this.#now = Math.max(this.#now, next.at);
      next.callback();
    }
    return true;
  }
}

/** After all promises that do not wait for I/O or time. */
export function settled(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve);
  });
}
