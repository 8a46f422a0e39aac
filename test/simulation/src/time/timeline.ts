import type { Clock } from "@bellwether/core";
import type { Chance } from "./chance.ts";

interface Timer {
  readonly at: number;
  /** Orders timers of one instant by chance. */
  readonly rank: number;
  readonly callback: () => void;
  cancelled: boolean;
}

/** Virtual time. Whoever is due at the same instant comes in an order that the seed decides. */
export class Timeline implements Clock {
  /** Timers that have rung. */
  steps = 0;
  readonly #chance: Chance;
  readonly #timers: Timer[] = [];
  #now: number;

  constructor(startMs: number, chance: Chance) {
    this.#now = startMs;
    this.#chance = chance;
  }

  now(): number {
    return this.#now;
  }

  after(delayMs: number, callback: () => void): Disposable {
    const at = this.#now + Math.max(0, delayMs);
    const timer: Timer = { at, rank: this.#chance.next(), callback, cancelled: false };
    this.#push(timer);
    return {
      [Symbol.dispose]: () => {
        timer.cancelled = true;
      },
    };
  }

  /** When the next timer rings; `Infinity` when there is none. */
  get nextAt(): number {
    this.#dropCancelled();
    return this.#timers[0]?.at ?? Number.POSITIVE_INFINITY;
  }

  /** Rings the next timer and lets everything that follows from it happen. */
  async step(): Promise<void> {
    this.#dropCancelled();
    const timer = this.#pop();
    if (timer === undefined) throw new Error("nothing is left that could happen");
    this.#now = Math.max(this.#now, timer.at);
    this.steps += 1;
    timer.callback();
    await settled();
  }

  /** Moves on to an instant at which nothing happens. */
  skipTo(at: number): void {
    this.#now = Math.max(this.#now, at);
  }

  #dropCancelled(): void {
    while (this.#timers[0]?.cancelled === true) this.#pop();
  }

  #push(timer: Timer): void {
    const heap = this.#timers;
    let index = heap.push(timer) - 1;
    while (index > 0) {
      const parent = (index - 1) >> 1;
      if (!isEarlier(timer, heap[parent] as Timer)) break;
      heap[index] = heap[parent] as Timer;
      index = parent;
    }
    heap[index] = timer;
  }

  #pop(): Timer | undefined {
    const heap = this.#timers;
    const first = heap[0];
    const last = heap.pop();
    if (last === undefined || heap.length === 0) return first;
    let index = 0;
    for (;;) {
      let child = 2 * index + 1;
      if (child >= heap.length) break;
      if (child + 1 < heap.length && isEarlier(heap[child + 1] as Timer, heap[child] as Timer)) child += 1;
      if (!isEarlier(heap[child] as Timer, last)) break;
      heap[index] = heap[child] as Timer;
      index = child;
    }
    heap[index] = last;
    return first;
  }
}

function isEarlier(a: Timer, b: Timer): boolean {
  return a.at < b.at || (a.at === b.at && a.rank < b.rank);
}

/** Resolves when every promise that can go on without time has done so. */
export function settled(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve);
  });
}
