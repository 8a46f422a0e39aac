import { type Clock, keyText, type ObjectKey } from "@bellwether/core";

/** At most one timer per key: the last one asked for. */
export class Alarms {
  readonly #clock: Clock;
  readonly #ring: (key: ObjectKey) => void;
  readonly #timers = new Map<string, Disposable>();

  constructor(clock: Clock, ring: (key: ObjectKey) => void) {
    this.#clock = clock;
    this.#ring = ring;
  }

  /** In place of the key's earlier alarm; undefined for none. */
  set(key: ObjectKey, delayMs: number | undefined): void {
    const text = keyText(key);
    this.#timers.get(text)?.[Symbol.dispose]();
    this.#timers.delete(text);
    if (delayMs === undefined) return;
    const timer = this.#clock.after(delayMs, () => {
      this.#timers.delete(text);
      this.#ring(key);
    });
    this.#timers.set(text, timer);
  }

  [Symbol.dispose](): void {
    for (const timer of this.#timers.values()) timer[Symbol.dispose]();
    this.#timers.clear();
  }
}
