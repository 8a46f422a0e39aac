import {
  type Clock,
  type ObjectKey,
  type Refusal,
  refusal,
  type RolloutSource,
  type RolloutStatus,
} from "@bellwether/core";
import type { Contributed } from "../plugins/contributed.ts";
import type { Instances } from "../plugins/instances.ts";
import { ensure } from "./ensure.ts";
import { failureOf } from "./failure.ts";
import { adapterLookup } from "./find-adapter.ts";
import { holdFor, judge, type Judgement } from "./judge.ts";
import { lostEvidence, type ViewTrouble } from "./lost-evidence.ts";
import { nextStatus } from "./next-status.ts";
import { type KindLookup, observe, type Seen } from "./observe.ts";
import { type LiveLook, type ReadLive, wakeFromWait } from "./live-look.ts";
import { type PendingWait, shortWait } from "./short-wait.ts";
import { guardRefusal } from "./write-guard.ts";

export interface PassReport {
  published(seen: Seen, judgement: Judgement, status: RolloutStatus): void;
  made(seen: Seen, effect: string): void;
  /** A guard kept a write from going out. */
  refused(invariant: string): void;
  /** Called right before a write goes out. */
  writing(): void;
}

export interface PassContext {
  readonly clock: Clock;
  readonly instances: Instances;
  /** Leadership term. */
  readonly epoch: number;
  readonly viewTrouble: ViewTrouble;
  readonly isServed: KindLookup;
  readonly readLive: ReadLive;
  /** Ends with the term. */
  readonly signal: AbortSignal;
  readonly report: PassReport;
  readonly onObserved: (seen: Seen) => void;
}

/** Hints that a pass leaves for the next one; losing them costs a look or a repeated line, never a decision. */
export interface PassMemory {
  /** What stood in the way of the last write. */
  trouble?: Refusal | undefined;
  /** The last write was refused in a way that may end by itself; the second time in a row it is named. */
  refused?: boolean | undefined;
  /** When evidence is asked for that no watch has brought. */
  liveLook?: LiveLook | undefined;
  /** What the last pass wrote. */
  wrote?: string | undefined;
  /** What the rollout waits for now, if that is not in its status yet. */
  wait?: PendingWait | undefined;
}

export type PassEnd =
  | { readonly kind: "gone" }
  /** A write was made: look at once whether it is true. */
  | { readonly kind: "wrote" }
  | { readonly kind: "settled"; readonly wakeAt: number | undefined }
  /** Something stands in the way, or the same write was made twice: again, with back-off. */
  | { readonly kind: "retry" };

/** How soon to look whether evidence is there again when no change tells. */
const lookAgainMs = 2000;

/** One pass over one rollout: observe, decide, then the first write that is not true yet. Throws when it learned nothing. */
export async function runPass(
  context: PassContext,
  source: Contributed<RolloutSource>,
  key: ObjectKey,
  memory: PassMemory,
): Promise<PassEnd> {
  const { clock, instances, epoch, viewTrouble, signal, report } = context;
  const seen = await observe(instances, source, key, context.isServed, signal);
  if (seen === undefined) return { kind: "gone" };
  context.onObserved(seen);
  const now = clock.now();
  const lost = lostEvidence(seen, viewTrouble);
  if (lost === undefined && seen.stale !== undefined) throw seen.stale;
  const judgement = lost === undefined ? judge(seen, instances, now) : holdFor(seen, lost, now);
  const status = nextStatus({ seen, judgement, trouble: memory.trouble, epoch, now });
  memory.wait = status && shortWait(memory.wait, seen.rollout.status, status, now);
  signal.throwIfAborted();
  if (status !== undefined && memory.wait === undefined) {
    report.writing();
    await source.call("publish", (s, within) => s.publish(seen.rollout, status, within), signal);
    report.published(seen, judgement, status);
    return wrote("status", memory);
  }
  if (lost !== undefined) return { kind: "settled", wakeAt: now + lookAgainMs };
  if (judgement.kind === "held") return { kind: "retry" };
  return makeFirst(context, seen, judgement, memory);
}

async function makeFirst(
  context: PassContext,
  seen: Seen,
  { decision, facts }: Extract<Judgement, { kind: "decided" }>,
  memory: PassMemory,
): Promise<PassEnd> {
  const { instances, signal, report } = context;
  const [effect] = decision.effects;
  if (effect === undefined) {
    memory.trouble = undefined;
    memory.wrote = undefined;
    memory.refused = undefined;
    const mayAnswerLater = seen.adapter !== undefined && seen.workload === undefined;
    if (mayAnswerLater) return { kind: "retry" };
    return { kind: "settled", wakeAt: await wakeFromWait(context, seen, decision, memory) };
  }
  const refused = guardRefusal(effect, facts, decision.state);
  if (refused !== undefined) {
    report.refused(refused.invariant);
    memory.trouble = refused.refusal;
    return { kind: "retry" };
  }
  try {
    report.writing();
    await ensure(effect, seen, adapterLookup(instances), signal);
  } catch (error) {
    signal.throwIfAborted();
    const failure = failureOf(error);
    if (failure.kind === "cluster") memory.trouble = refusal("CLUSTER_UNREACHABLE", failure.message);
    if (failure.kind === "again" && memory.refused === true) memory.trouble = failure.refusal;
    memory.refused = failure.kind === "again";
    if (failure.kind !== "obstacle") throw error;
    memory.trouble = failure.refusal;
    return { kind: "retry" };
  }
  memory.trouble = undefined;
  memory.refused = undefined;
  report.made(seen, effect.type);
  return wrote(JSON.stringify(effect), memory);
}

/** Who writes the same again does not see what it wrote: no reason to hurry. */
function wrote(what: string, memory: PassMemory): PassEnd {
  const repeated = memory.wrote === what;
  memory.wrote = what;
  return { kind: repeated ? "retry" : "wrote" };
}
