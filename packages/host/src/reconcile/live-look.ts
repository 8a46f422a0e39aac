import type { Clock, Decision, ObjectKey, ResourceType } from "@bellwether/core";
import type { Seen } from "./observe.ts";

/** Asks the API server for an object past all caches. What it answers, the views have to catch up with. */
export type ReadLive = (type: ResourceType, key: ObjectKey, signal: AbortSignal) => Promise<void>;

/** When a wait is checked against the cluster itself: a watch that has fallen silent looks like a quiet cluster. */
export interface LiveLook {
  /** The wait that it belongs to. */
  readonly wait: string;
  /** When the next look is due, milliseconds since the epoch. */
  readonly at: number;
  /** Between the last look and the next. */
  readonly delayMs: number;
}

const firstMs = 3000;

/** By then a silent watch is opened anew in any case. */
const longestMs = 60_000;

/** The first look comes 3 s into a wait, each further one after twice the time, up to a minute. */
export function liveLookAfter(before: LiveLook | undefined, wait: string, now: number): LiveLook {
  if (before?.wait !== wait) return { wait, at: now + firstMs, delayMs: firstMs };
  if (now < before.at) return before;
  const delayMs = Math.min(before.delayMs * 2, longestMs);
  return { wait, at: now + delayMs, delayMs };
}

interface Looker {
  readonly clock: Clock;
  readonly readLive: ReadLive;
  readonly signal: AbortSignal;
}

/** When to look again at a rollout that waits. A wait for the cluster is checked live when that is due. */
export async function wakeFromWait(
  { clock, readLive, signal }: Looker,
  { adapter, pair }: Seen,
  { state, waiting, wakeAt }: Decision,
  memory: { liveLook?: LiveLook | undefined },
): Promise<number | undefined> {
  if (waiting?.for !== "cluster" || adapter === undefined || pair === undefined) {
    memory.liveLook = undefined;
    return wakeAt;
  }
  const before = memory.liveLook;
  const next = liveLookAfter(before, `${waiting.guard} ${state.step.since}`, clock.now());
  memory.liveLook = next;
  if (before?.wait === next.wait && before.at !== next.at)
    await readLive(adapter.instance.type, pair.target.key, signal);
  return Math.min(wakeAt ?? next.at, next.at);
}
