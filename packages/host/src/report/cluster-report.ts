import type { Clock, Logger, ObjectKey, RolloutStatus, RolloutSubject } from "@bellwether/core";
import type { Failure } from "../reconcile/failure.ts";
import type { Judgement } from "../reconcile/judge.ts";
import type { LoopReport } from "../reconcile/loop.ts";
import type { Seen } from "../reconcile/observe.ts";
import type { EventBus } from "../scope/event-bus.ts";
import type { EventRecorder } from "./event-recorder.ts";
import type { HostMetrics } from "./host-metrics.ts";

export interface ClusterReportOptions {
  readonly cluster: string;
  readonly epoch: number;
  readonly clock: Clock;
  readonly log: Logger;
  readonly bus: EventBus;
  readonly metrics: HostMetrics;
  readonly recorder: EventRecorder;
}

export interface ClusterReport extends LoopReport {
  /** What keeps the cluster from being looked at. */
  trouble(): string | undefined;
}

/** Turns what the loop does on one cluster into events, log lines and numbers. */
export function clusterReport(options: ClusterReportOptions): ClusterReport {
  const { cluster, epoch, clock, log, bus, metrics } = options;
  let trouble: string | undefined;
  const failures = new Map<string, string>();

  return {
    trouble: () => trouble,
    clusterTrouble(message) {
      if (message === undefined) log.info(`cluster ${cluster} answers again`, { cluster, epoch });
      else if (trouble === undefined)
        log.warn(`cluster ${cluster}: ${message}`, { cluster, epoch, code: "CLUSTER_UNREACHABLE" });
      trouble = message;
    },
    watchFailed(error) {
      log.warn(error instanceof Error ? error.message : String(error), { cluster, epoch });
    },
    pass(source, key, since) {
      const started = clock.now();
      const subject: RolloutSubject = { cluster, kind: source.key, key };
      return {
        observed() {},
        writing: () => metrics.writeSent(cluster, clock.now() - since),
        made: (seen, effect) => bus.emit({ type: "effectMade", effect, ...placeOf(seen), ...subject }),
        refused: (invariant) => metrics.writeRefused(cluster, invariant),
        published: (seen, judgement, status) => tellPublished(options, subject, seen, judgement, status),
        ended(end) {
          const ms = clock.now() - started;
          metrics.passEnded(cluster, ms);
          tellFailure(end, subject, failures, bus);
          log.debug(`pass: ${end.kind}`, { ...fieldsOf(subject), epoch, ms });
        },
      };
    },
  };
}

function tellPublished(
  { bus, recorder }: ClusterReportOptions,
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
  const fix = remedy === undefined ? "" : `; fix: ${remedy}`;
  recorder.record(object, { type: "Warning", reason: camelCase(code), action: guard, note: `${text} [${code}]${fix}` });
}

function atRest({ state, conditions }: RolloutStatus): string {
  return conditions.at(-1)?.message ?? state.rollingState;
}

function placeOf({ rollout }: Seen): { batch: number; revision: string } {
  return { batch: rollout.status?.state.currentBatch ?? 0, revision: rollout.target };
}

/** Says what keeps a rollout from being looked at, once for each reason. */
function tellFailure(
  end: Failure | { readonly kind: string },
  subject: RolloutSubject,
  failures: Map<string, string>,
  bus: EventBus,
): void {
  const id = `${subject.kind} ${subject.key.namespace}/${subject.key.name}`;
  if (!("refusal" in end)) {
    if (end.kind !== "stale" && end.kind !== "cluster") failures.delete(id);
    return;
  }
  const { code, message } = end.refusal;
  if (failures.get(id) === message) return;
  failures.set(id, message);
  bus.emit({ type: "passFailed", code, message, ...subject });
}

/** `PLUGIN_CALL_FAILED` as Kubernetes spells reasons: `PluginCallFailed`. */
function camelCase(code: string): string {
  return code.toLowerCase().replaceAll(/(?:^|_)([a-z])/g, (_, letter: string) => letter.toUpperCase());
}

/** The keys under which log lines name a rollout. */
export function fieldsOf({
  cluster,
  kind,
  key,
}: {
  cluster: string;
  kind: string;
  key: ObjectKey;
}): Record<string, string> {
  return { cluster, namespace: key.namespace, name: key.name, kind };
}
