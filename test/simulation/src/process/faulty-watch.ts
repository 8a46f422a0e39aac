import type { ResourceType, WatchEvent } from "@bellwether/core";
import type { FaultInjector } from "../faults/fault-injector.ts";
import type { Process } from "./process.ts";

export interface FaultyWatchOptions {
  readonly stream: AsyncIterable<WatchEvent>;
  readonly type: ResourceType;
  readonly process: Process;
  readonly faults: FaultInjector;
}

type Delivery = IteratorResult<WatchEvent, undefined>;

/** A watch stream over a network that delays, drops and doubles events, and may fall silent without closing. */
export class FaultyWatch implements AsyncIterator<WatchEvent> {
  readonly #options: FaultyWatchOptions;
  readonly #events: AsyncIterator<WatchEvent>;
  readonly #arrived: Delivery[] = [];
  readonly #underWay: (() => void)[] = [];
  #waiting: { resolve(delivery: Delivery): void; reject(error: unknown): void } | undefined;
  #failure: { readonly error: unknown } | undefined;
  #lastAt = 0;
  #silent = false;

  constructor(options: FaultyWatchOptions) {
    this.#options = options;
    this.#events = options.stream[Symbol.asyncIterator]();
    void this.#pump();
  }

  next(): Promise<Delivery> {
    const delivery = this.#arrived.shift();
    if (delivery !== undefined) return Promise.resolve(delivery);
    if (this.#failure !== undefined) return Promise.reject(this.#failure.error);
    return new Promise((resolve, reject) => {
      this.#waiting = { resolve, reject };
    });
  }

  async return(): Promise<Delivery> {
    this.#silent = true;
    await this.#events.return?.();
    return { done: true, value: undefined };
  }

  async #pump(): Promise<void> {
    const { type, process, faults } = this.#options;
    try {
      for (;;) {
        const { done, value } = await this.#events.next();
        if (done === true) break;
        if (process.isDead) return void (await this.#events.return?.());
        const fault = value.type === "BOOKMARK" ? undefined : faults.onEvent(type);
        if (fault === "silent") this.#silent = true;
        if (fault === "lost") continue;
        this.#deliver({ done: false, value });
        if (fault === "doubled") this.#deliver({ done: false, value });
      }
      this.#deliver({ done: true, value: undefined });
    } catch (error) {
      this.#after(() => {
        this.#failure = { error };
        this.#waiting?.reject(error);
      });
    }
  }

  #deliver(delivery: Delivery): void {
    this.#after(() => {
      const waiting = this.#waiting;
      this.#waiting = undefined;
      if (waiting === undefined) this.#arrived.push(delivery);
      else waiting.resolve(delivery);
    });
  }

  /** In order: nothing overtakes what was under way before it. */
  #after(act: () => void): void {
    const { type, process, faults } = this.#options;
    const arrive = (): void => {
      const first = this.#underWay.shift();
      if (!this.#silent && first !== undefined) process.enter(first);
    };
    this.#underWay.push(act);
    const lagMs = faults.lagOf(type);
    const now = process.now();
    const at = Math.max(now + lagMs, this.#lastAt);
    this.#lastAt = at;
    if (at === now) return arrive();
    if (lagMs > 0) faults.count("F6", `${lagMs} ms for ${type.plural}`);
    process.travels(at - now, arrive);
  }
}
