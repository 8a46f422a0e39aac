import type { RolloutStatus } from "@bellwether/core";

/** A change of what a rollout waits for that was not written yet. */
export interface PendingWait {
  readonly kind: string;
  /** When it is worth a write, milliseconds since the epoch. */
  readonly until: number;
}

const shortWaitMs = 1000;

/**
 * A wait that is over at once is not worth a write. Undefined when the status is to be written now: the rollout has
 * moved, its spec has changed, or it waits for the same thing long enough.
 */
export function shortWait(
  pending: PendingWait | undefined,
  before: RolloutStatus | undefined,
  after: RolloutStatus,
  now: number,
): PendingWait | undefined {
  if (before?.state !== after.state || before.observedGeneration !== after.observedGeneration) return undefined;
  const kind = `${after.waiting?.guard} ${after.waiting?.code}`;
  const wait = pending?.kind === kind ? pending : { kind, until: now + shortWaitMs };
  return now < wait.until ? wait : undefined;
}
