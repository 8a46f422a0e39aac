import type { Clock } from "@bellwether/core";
import { retryDelay } from "../time/retry-delay.ts";

export interface QueueOptions {
  readonly clock: Clock;
  readonly random: () => number;
  /** Places in one lane: keys that are worked on at once. */
  readonly concurrency: number;
  /** Work that takes longer gives its place to another key. */
  readonly placeMs?: number;
  readonly firstRetryMs?: number;
  readonly maxRetryMs?: number;
}

export interface WorkItem {
  readonly key: string;
  /** When the key was asked for first, milliseconds since the epoch. */
  readonly since: number;
}

/** Works on one key; the queue never runs a key twice at a time. Must not throw. */
export type Work = (item: WorkItem) => Promise<void>;

interface Lane {
  readonly work: Work;
  /** Asked for and not begun, oldest first, with the time. */
  readonly dirty: Map<string, number>;
  readonly processing: Set<string>;
  readonly placed: Set<string>;
  readonly alarms: Map<string, { readonly at: number; readonly timer: Disposable }>;
  readonly attempts: Map<string, number>;
  readonly idle: (() => void)[];
  held: Disposable | undefined;
}

/** Timers of the runtimes end at 2^31 ms; a look too early does no harm. */
const longestAlarmMs = 3_600_000;

/**
 * Keys to look at, in one lane a cluster. Lanes take turns and each has its own places, so that a slow or dead cluster
 * costs the others nothing. A key that is asked for while it is worked on is worked on once more afterwards.
 */
export class FairQueue {
  readonly #options: Required<QueueOptions>;
  readonly #lanes: Map<string, Lane> = new Map();
  #pumping = false;

  constructor(options: QueueOptions) {
    this.#options = { placeMs: 250, firstRetryMs: 100, maxRetryMs: 30_000, ...options };
  }

  open(lane: string, work: Work): void {
    if (this.#lanes.has(lane)) throw new Error(`lane ${lane} is open already`);
    this.#lanes.set(lane, {
      work,
      dirty: new Map(),
      processing: new Set(),
      placed: new Set(),
      alarms: new Map(),
      attempts: new Map(),
      idle: [],
      held: undefined,
    });
  }

  /** Takes nothing new; resolves when the work in hand has ended. */
  async close(name: string): Promise<void> {
    const lane = this.#lanes.get(name);
    if (lane === undefined) return;
    this.#lanes.delete(name);
    lane.held?.[Symbol.dispose]();
    for (const { timer } of lane.alarms.values()) timer[Symbol.dispose]();
    if (lane.processing.size > 0) await new Promise<void>((resolve) => lane.idle.push(resolve));
  }

  add(lane: string, key: string): void {
    const { dirty } = this.#lanes.get(lane) ?? {};
    if (dirty === undefined) return;
    if (!dirty.has(key)) dirty.set(key, this.#options.clock.now());
    this.#pump();
  }

  /** The earliest of the times that a key is asked for counts. */
  addAt(name: string, key: string, at: number): void {
    const lane = this.#lanes.get(name);
    const set = lane?.alarms.get(key);
    if (lane === undefined || (set !== undefined && set.at <= at)) return;
    set?.timer[Symbol.dispose]();
    const delay = Math.min(longestAlarmMs, Math.max(0, at - this.#options.clock.now()));
    const timer = this.#options.clock.after(delay, () => {
      lane.alarms.delete(key);
      this.add(name, key);
    });
    lane.alarms.set(key, { at, timer });
  }

  /** Again after a delay that doubles with every retry since the last `settle`. */
  retry(name: string, key: string): void {
    const { clock, firstRetryMs, maxRetryMs, random } = this.#options;
    const lane = this.#lanes.get(name);
    const attempt = lane?.attempts.get(key) ?? 0;
    lane?.attempts.set(key, attempt + 1);
    this.addAt(name, key, clock.now() + retryDelay(attempt, firstRetryMs, maxRetryMs, random));
  }

  /** The key is fine: its next retry is a first one. */
  settle(lane: string, key: string): void {
    this.#lanes.get(lane)?.attempts.delete(key);
  }

  /** The key is gone. */
  forget(name: string, key: string): void {
    const lane = this.#lanes.get(name);
    lane?.alarms.get(key)?.timer[Symbol.dispose]();
    lane?.alarms.delete(key);
    lane?.attempts.delete(key);
  }

  /** Begins nothing in a lane for a while. */
  hold(name: string, delayMs: number): void {
    const lane = this.#lanes.get(name);
    if (lane === undefined) return;
    lane.held?.[Symbol.dispose]();
    lane.held = this.#options.clock.after(delayMs, () => {
      lane.held = undefined;
      this.#pump();
    });
  }

  /** Asked for, and not begun since. */
  isWaiting(lane: string, key: string): boolean {
    return this.#lanes.get(lane)?.dirty.has(key) ?? false;
  }

  depth(lane: string): number {
    return this.#lanes.get(lane)?.dirty.size ?? 0;
  }

  #pump(): void {
    if (this.#pumping) return;
    this.#pumping = true;
    // Begun in a microtask: what asks for a key has ended before the key is worked on.
    queueMicrotask(() => {
      this.#pumping = false;
      while ([...this.#lanes].filter(([name, lane]) => this.#beginOne(name, lane)).length > 0);
    });
  }

  #beginOne(name: string, lane: Lane): boolean {
    if (lane.held !== undefined || lane.placed.size >= this.#options.concurrency) return false;
    const next = lane.dirty.entries().find(([key]) => !lane.processing.has(key));
    if (next === undefined) return false;
    const [key, since] = next;
    lane.dirty.delete(key);
    lane.processing.add(key);
    lane.placed.add(key);
    const leavePlace = (): void => {
      lane.placed.delete(key);
      if (this.#lanes.get(name) === lane && lane.dirty.size > 0) this.#pump();
    };
    const slow = this.#options.clock.after(this.#options.placeMs, leavePlace);
    void lane.work({ key, since }).finally(() => {
      slow[Symbol.dispose]();
      lane.processing.delete(key);
      leavePlace();
      if (lane.processing.size === 0) for (const idle of lane.idle.splice(0)) idle();
    });
    return true;
  }
}
