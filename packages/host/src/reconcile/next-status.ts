import {
  conditionsAfter,
  defaultStrategy,
  type RecordedWorkload,
  type Refusal,
  type RolloutStatus,
  type Waiting,
  waitingFor,
  type WaitingStatus,
  type WorkloadRef,
} from "@bellwether/core";
import type { Judgement } from "./judge.ts";
import type { Seen } from "./observe.ts";

export interface StatusInput {
  readonly seen: Seen;
  readonly judgement: Judgement;
  /** What stood in the way of the last write. */
  readonly trouble: Refusal | undefined;
  readonly epoch: number;
  /** Milliseconds since the epoch. */
  readonly now: number;
}

/** The status to write; undefined when the one that was observed still says it. A changed number alone never writes. */
export function nextStatus(input: StatusInput): RolloutStatus | undefined {
  const { seen, judgement, epoch, now } = input;
  const before = seen.rollout.status;
  const state = judgement.kind === "decided" ? judgement.decision.state : judgement.state;
  const moved = before === undefined || state !== before.state;
  const waiting = waitingAfter(input, moved);
  const observedGeneration = seen.rollout.object.metadata.generation ?? 0;
  if (!moved && waiting === before.waiting && observedGeneration === before.observedGeneration) return undefined;
  const conditions = before?.conditions ?? [];
  return {
    state,
    conditions:
      moved && judgement.kind === "decided" ? conditionsAfter(conditions, judgement.decision, now) : conditions,
    waiting,
    workloads: recorded(seen),
    strategy: seen.rollout.plan.rolloutStrategy ?? defaultStrategy,
    epoch,
    observedGeneration,
  };
}

/** The same object as before while the rollout has not moved and the kind of obstacle is the same. */
function waitingAfter({ seen, judgement, trouble, now }: StatusInput, moved: boolean): WaitingStatus | undefined {
  const before = seen.rollout.status?.waiting;
  const waiting = judgement.kind === "decided" ? awaited(judgement, trouble) : held(before, judgement.obstacle);
  const isSameKind = before?.guard === waiting?.guard && before?.code === waiting?.code;
  if (!moved && isSameKind) return before;
  if (waiting === undefined) return undefined;
  const { wakeAt: _, deadline, ...words } = waiting;
  return {
    ...words,
    since: !moved && before?.guard === waiting.guard ? before.since : timeText(now),
    ...(deadline === undefined ? {} : { deadline: timeText(deadline) }),
  };
}

function awaited(
  { decision }: Extract<Judgement, { kind: "decided" }>,
  trouble: Refusal | undefined,
): Waiting | undefined {
  const { waiting } = decision;
  if (trouble === undefined || decision.effects.length === 0) return waiting;
  return {
    guard: waiting?.guard ?? "WorkloadReleased",
    for: waiting?.for ?? "cluster",
    ...waiting,
    ...wordsOf(trouble),
  };
}

function held(before: WaitingStatus | undefined, obstacle: Refusal): Waiting {
  const guard = (before?.guard ?? "EvidenceFresh") as Waiting["guard"];
  return { guard, for: waitingFor[guard] ?? "cluster", ...wordsOf(obstacle) };
}

function wordsOf({ code, message, remedy }: Refusal): Pick<Waiting, "code" | "text" | "remedy"> {
  return { code, text: message, remedy };
}

function timeText(milliseconds: number): string {
  return new Date(milliseconds).toISOString().replace(/\.\d+Z$/, "Z");
}

function recorded({ rollout, workload }: Seen): readonly RecordedWorkload[] {
  if (rollout.workload === undefined) return rollout.status?.workloads ?? [];
  const { target, source } = rollout.workload;
  const found = workload?.refs ?? [];
  return [record("target", target, found), ...(source === undefined ? [] : [record("source", source, found)])];
}

/** A UID that was recorded stays: another object under the same name is another object. */
function record(role: RecordedWorkload["role"], ref: WorkloadRef, found: readonly WorkloadRef[]): RecordedWorkload {
  const { apiVersion, kind, key, revision } = ref;
  const uid = ref.uid ?? found.find((one) => one.kind === kind && one.key.name === key.name)?.uid;
  return { role, apiVersion, kind, name: key.name, revision, ...(uid === undefined ? {} : { uid }) };
}
