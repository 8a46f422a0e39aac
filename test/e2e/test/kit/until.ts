import { setTimeout as sleep } from "node:timers/promises";

const lookEveryMs = 10;

/** Resolves once the predicate holds; throws when it does not in time. */
export async function until(
  predicate: () => boolean | Promise<boolean>,
  limitMs: number,
  what: () => string = () => String(predicate),
): Promise<void> {
  const end = Date.now() + limitMs;
  while (!(await predicate())) {
    if (Date.now() > end) throw new Error(`it did not come true within ${limitMs} ms: ${what()}`);
    await sleep(lookEveryMs);
  }
}
