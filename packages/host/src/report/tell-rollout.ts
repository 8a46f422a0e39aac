import type { KubeObject, Refusal, RolloutStatus, RolloutSubject } from "@bellwether/core";
import type { Judgement } from "../reconcile/judge.ts";
import type { Seen } from "../reconcile/observe.ts";
import type { EventBus } from "../scope/event-bus.ts";
import type { EventRecorder, RecordedEvent } from "./event-recorder.ts";

interface Tellers {
  readonly bus: EventBus;
  readonly recorder: EventRecorder;
}

/** Each transition that a written status shows, and what is awaited now. */
export function tellPublished(
  { bus, recorder }: Tellers,
  subject: RolloutSubject,
  seen: Seen,
  judgement: Judgement,
  status: RolloutStatus,
): void {
  const { waiting } = status;
  const { object, target: revision } = seen.rollout;
  const before = seen.rollout.status;
  const rows = judgement.kind === "decided" && status.state !== before?.state ? judgement.decision.trail : [];
  const note = waiting === undefined ? atRest(status) : `waits for ${waiting.guard}: ${waiting.text}`;
  for (const { from, to, row, batch } of rows) {
    const guard = row.when.at(-1) ?? "";
    const seedEvent = row.event === undefined ? {} : { seedEvent: row.event };
    bus.emit({ type: "transitionFollowed", from, guard, to, batch, revision, ...seedEvent, ...subject });
    recorder.record(object, {
      type: row.outcome === undefined ? "Normal" : "Warning",
      reason: guard,
      action: `${from} ${to}`,
      note,
    });
  }
  if (waiting === undefined) return;
  const { guard, text, code, remedy } = waiting;
  bus.emit({ type: "rolloutWaited", guard, text, batch: status.state.currentBatch, revision, ...subject });
  if (code === undefined || code === before?.waiting?.code) return;
  recorder.record(object, warning(guard, { code, message: text, remedy }));
}

function atRest({ state, conditions }: RolloutStatus): string {
  return conditions.at(-1)?.message ?? state.rollingState;
}

/** Why a rollout could not be looked at. */
export function tellRefusal(
  { bus, recorder }: Tellers,
  subject: RolloutSubject,
  object: KubeObject | undefined,
  refusal: Refusal,
): void {
  bus.emit({ type: "passFailed", code: refusal.code, message: refusal.message, ...subject });
  if (object !== undefined) recorder.record(object, warning("observe", refusal));
}

function warning(
  action: string,
  { code, message, remedy }: Pick<Refusal, "message"> & { code: string; remedy: string | undefined },
): RecordedEvent {
  const fix = remedy === undefined ? "" : `; fix: ${remedy}`;
  return { type: "Warning", reason: camelCase(code), action, note: `${message} [${code}]${fix}` };
}

/** `PLUGIN_CALL_FAILED` as Kubernetes spells reasons: `PluginCallFailed`. */
function camelCase(code: string): string {
  return code.toLowerCase().replaceAll(/(?:^|_)([a-z])/g, (_, letter: string) => letter.toUpperCase());
}
