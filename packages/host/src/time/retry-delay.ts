/** Doubles from `firstMs` with every attempt up to `maxMs`; half of it is jitter. `random` is in [0, 1). */
export function retryDelay(attempt: number, firstMs: number, maxMs: number, random: () => number): number {
  const full = Math.min(maxMs, firstMs * 2 ** Math.min(attempt, 30));
  return Math.ceil(full * (0.5 + random() / 2));
}
