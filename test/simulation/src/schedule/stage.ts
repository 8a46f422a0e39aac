import { settled, type Timeline } from "../time/timeline.ts";

interface Waiter {
  readonly holds: () => boolean;
  readonly until: number;
  readonly resolve: (held: boolean) => void;
}

/** Where the people of a schedule wait for what they see, while time goes on. */
export class Stage {
  readonly timeline: Timeline;
  readonly #waiters = new Set<Waiter>();

  constructor(timeline: Timeline) {
    this.timeline = timeline;
  }

  sleep(durationMs: number): Promise<void> {
    return new Promise((resolve) => {
      this.timeline.after(durationMs, resolve);
    });
  }

  /** Resolves with whether it came true in time. */
  until(holds: () => boolean, limitMs: number): Promise<boolean> {
    return new Promise((resolve) => {
      this.#waiters.add({ holds, until: this.timeline.now() + limitMs, resolve });
    });
  }

  /** Lets time pass, event by event, until `done` or the limit; `look` is called after each. Returns whether it is done. */
  async play(done: () => boolean, limitMs: number, look: () => void): Promise<boolean> {
    const end = this.timeline.now() + limitMs;
    await settled();
    look();
    while (!done()) {
      if (await this.#wake()) {
        look();
        continue;
      }
      if (this.timeline.nextAt > end) {
        this.timeline.skipTo(end);
        return false;
      }
      await this.timeline.step();
      look();
    }
    return true;
  }

  async #wake(): Promise<boolean> {
    let woke = false;
    for (const waiter of this.#waiters) {
      const held = waiter.holds();
      if (!held && this.timeline.now() < waiter.until) continue;
      this.#waiters.delete(waiter);
      waiter.resolve(held);
      woke = true;
    }
    if (woke) await settled();
    return woke;
  }
}
