import {
  type Clock,
  keyText,
  type KubeObject,
  type KubeViews,
  type Logger,
  type ObjectKey,
  type Refusal,
  type ResourceType,
  type RolloutSubject,
} from "@bellwether/core";
import type { Failure } from "../reconcile/failure.ts";
import type { LoopReport } from "../reconcile/loop.ts";
import type { Seen } from "../reconcile/observe.ts";
import type { EventBus } from "../scope/event-bus.ts";
import type { EventRecorder } from "./event-recorder.ts";
import type { HostMetrics } from "./host-metrics.ts";
import { fieldsOf } from "./rollout-fields.ts";
import { tellPublished, tellRefusal } from "./tell-rollout.ts";

export interface ClusterReportOptions {
  readonly cluster: string;
  readonly epoch: number;
  readonly clock: Clock;
  readonly log: Logger;
  readonly bus: EventBus;
  readonly metrics: HostMetrics;
  readonly recorder: EventRecorder;
  readonly views: KubeViews;
}

export interface ClusterReport extends LoopReport {
  /** What keeps the cluster from being looked at. */
  trouble(): string | undefined;
}

/** Turns what the loop does on one cluster into events, log lines and numbers. */
export function clusterReport(options: ClusterReportOptions): ClusterReport {
  const { cluster, epoch, clock, log, bus, metrics, views } = options;
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
        writing: () => metrics.writeSent(cluster, clock.now() - since),
        made: (seen, effect) => bus.emit({ type: "effectMade", effect, ...placeOf(seen), ...subject }),
        refused: (invariant) => metrics.writeRefused(cluster, invariant),
        published: (seen, judgement, status) => tellPublished(options, subject, seen, judgement, status),
        ended(end) {
          const ms = clock.now() - started;
          metrics.passEnded(cluster, ms);
          const refusal = newRefusal(end, subject, failures);
          if (refusal !== undefined) tellRefusal(options, subject, objectAt(views, source.instance.type, key), refusal);
          log.debug(`pass: ${end.kind}`, { ...fieldsOf(subject), epoch, ms });
        },
      };
    },
  };
}

function placeOf({ rollout }: Seen): { batch: number; revision: string } {
  return { batch: rollout.status?.state.currentBatch ?? 0, revision: rollout.target };
}

/** What keeps a rollout from being looked at, once for each reason. */
function newRefusal(
  end: Failure | { readonly kind: string },
  { kind, key }: RolloutSubject,
  failures: Map<string, string>,
): Refusal | undefined {
  const id = `${kind} ${keyText(key)}`;
  if (end.kind !== "obstacle" || !("refusal" in end)) {
    if (end.kind !== "stale" && end.kind !== "cluster") failures.delete(id);
    return undefined;
  }
  const { refusal } = end;
  if (failures.get(id) === refusal.message) return undefined;
  failures.set(id, refusal.message);
  return refusal;
}

function objectAt(views: KubeViews, type: ResourceType, key: ObjectKey): KubeObject | undefined {
  try {
    return views.of(type).get(key);
  } catch {
    return undefined;
  }
}
