import { isConflict } from "@bellwether/core";

const firstDelayMs = 5;
const longestDelayMs = 30_000;

/** Milliseconds before the next try: none after a first conflict, else doubling up to half a minute. */
export function retryDelay(error: unknown, failures: number): number {
  if (failures === 1 && isConflict(error)) return 0;
  return Math.min(firstDelayMs * 2 ** Math.min(failures - 1, 20), longestDelayMs);
}
