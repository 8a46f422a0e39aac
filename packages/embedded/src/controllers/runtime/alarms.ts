import { type Clock, keyText, type ObjectKey } from "@bellwether/core";

/** At most one timer per key: the earliest asked for. */
export class Alarms {
  readonly #clock: Clock;
  readonly #ring: (key: ObjectKey) => void;
  readonly #pending = new Map<string, { readonly at: number; readonly timer: Disposable }>();

  constructor(clock: Clock, ring: (key: ObjectKey) => void) {
    this.#clock = clock;
    this.#ring = ring;
  }

  set(key: ObjectKey, delayMs: number): void {
    const text = keyText(key);
    const at = this.#clock.now() + delayMs;
    const earlier = this.#pending.get(text);
    if (earlier !== undefined && earlier.at <= at) return;
    earlier?.timer[Symbol.dispose]();
    const timer = this.#clock.after(delayMs, () => {
      this.#pending.delete(text);
      this.#ring(key);
    });
    this.#pending.set(text, { at, timer });
  }

  clear(key: ObjectKey): void {
    const text = keyText(key);
    this.#pending.get(text)?.timer[Symbol.dispose]();
    this.#pending.delete(text);
  }

  [Symbol.dispose](): void {
    for (const { timer } of this.#pending.values()) timer[Symbol.dispose]();
    this.#pending.clear();
  }
}
