import type { Clock } from "@bellwether/core";

/** Calls back again and again until disposed. */
export function every(clock: Clock, periodMs: number, callback: () => void): Disposable {
  let timer = clock.after(periodMs, tick);
  function tick(): void {
    timer = clock.after(periodMs, tick);
    callback();
  }
  return { [Symbol.dispose]: () => timer[Symbol.dispose]() };
}
