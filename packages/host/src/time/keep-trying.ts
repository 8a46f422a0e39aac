import { type Clock, sleep } from "@bellwether/core";
import { retryDelay } from "./retry-delay.ts";

export interface Persistence {
  readonly clock: Clock;
  readonly random: () => number;
  readonly signal: AbortSignal;
  readonly firstMs?: number;
  readonly maxMs?: number;
  readonly onFailure: (error: unknown) => void;
}

/** Tries again with back-off until it succeeds; undefined when the signal ended it first. */
export async function keepTrying<T>(persistence: Persistence, attempt: () => Promise<T>): Promise<T | undefined> {
  const { clock, random, signal, firstMs = 500, maxMs = 30_000, onFailure } = persistence;
  for (let failures = 0; !signal.aborted; failures++) {
    try {
      return await attempt();
    } catch (error) {
      if (signal.aborted) break;
      onFailure(error);
      await sleep(clock, retryDelay(failures, firstMs, maxMs, random), signal).catch(() => {});
    }
  }
  return undefined;
}
