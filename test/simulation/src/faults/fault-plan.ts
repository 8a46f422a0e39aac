import type { Chance } from "../time/chance.ts";
import { faultIds, type FaultId } from "./fault.ts";

export interface Crash {
  /** Counts the writes that hosts send, from 1; the lease apart. */
  readonly write: number;
  readonly side: "before" | "after";
  /** Until the next process starts. */
  readonly downMs: number;
}

/** What goes wrong in one schedule. Chances are per request or per event. */
export interface FaultPlan {
  /** Kinds that this schedule wants to see. */
  readonly kinds: readonly FaultId[];
  readonly crashes: readonly Crash[];
  readonly replyLost: number;
  readonly refused: number;
  /** How long watch events take, by kind of object; at once for kinds that are not named. */
  readonly lagMs: Readonly<Record<string, number>>;
  readonly eventLost: number;
  readonly eventDoubled: number;
  readonly streamSilent: number;
  /** How long a request is under way, each way. */
  readonly latencyMs: number;
  readonly hosts: 1 | 2;
  readonly suspensions: number;
  readonly resizes: number;
  readonly reapplies: number;
  readonly podFaults: number;
}

export const calm: FaultPlan = {
  kinds: [],
  crashes: [],
  replyLost: 0,
  refused: 0,
  lagMs: {},
  eventLost: 0,
  eventDoubled: 0,
  streamSilent: 0,
  latencyMs: 0,
  hosts: 1,
  suspensions: 0,
  resizes: 0,
  reapplies: 0,
  podFaults: 0,
};

const laggingKinds: readonly string[] = ["AppRollout", "CloneSet", "Deployment", "Pod", "ApplicationRevision"];

/** One to four kinds of fault, and how bad they are. */
export function drawFaults(chance: Chance, wanted: readonly FaultId[] = faultIds): FaultPlan {
  const kinds = wanted.filter(() => chance.happens(2.2 / faultIds.length));
  const has = (id: FaultId): boolean => kinds.includes(id);
  const some = (id: FaultId, low: number, high: number): number => (has(id) ? chance.integer(low, high) : 0);
  const rate = (id: FaultId): number => (has(id) ? chance.pick([0.02, 0.05, 0.15]) : 0);
  const crashes = (["F1", "F2"] as const).flatMap((id) =>
    Array.from({ length: some(id, 1, 3) }, () => crash(chance, id === "F1" ? "before" : "after")),
  );
  return {
    kinds,
    crashes,
    replyLost: rate("F3"),
    refused: rate("F5"),
    lagMs: has("F6") ? lags(chance) : {},
    eventLost: rate("F7"),
    eventDoubled: rate("F7"),
    streamSilent: rate("F7") / 10,
    latencyMs: chance.pick([0, 0, 0, 3, 40]),
    hosts: has("F10") ? 2 : 1,
    suspensions: some("F10", 1, 3),
    resizes: some("F12", 1, 3),
    reapplies: some("F13", 1, 4),
    podFaults: some("F15", 1, 5),
  };
}

function crash(chance: Chance, side: Crash["side"]): Crash {
  return { write: chance.integer(1, 45), side, downMs: chance.pick([0, 200, 3000, 20_000]) };
}

function lags(chance: Chance): Readonly<Record<string, number>> {
  const kinds = laggingKinds.filter(() => chance.happens(0.5));
  return Object.fromEntries((kinds.length > 0 ? kinds : ["CloneSet"]).map((kind) => [kind, lag(chance)]));
}

function lag(chance: Chance): number {
  return chance.pick([20, 300, 3000, 30_000]);
}
