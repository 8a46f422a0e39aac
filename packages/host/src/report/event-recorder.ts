import type { Clock, KubeClient, KubeObject, ResourceType } from "@bellwether/core";
import type { HostMetrics } from "./host-metrics.ts";

export interface RecordedEvent {
  readonly type: "Normal" | "Warning";
  /** UpperCamelCase: the guard that fired, or a code. */
  readonly reason: string;
  /** From and to. */
  readonly action: string;
  readonly note: string;
}

/** Writes Kubernetes events about rollouts, beside the passes: a slow API server holds up nothing but them. */
export interface EventRecorder extends AsyncDisposable {
  record(about: KubeObject, event: RecordedEvent): void;
}

const eventType: ResourceType = {
  group: "events.k8s.io",
  version: "v1",
  kind: "Event",
  plural: "events",
  namespaced: true,
};

const queueLimit = 256;
const noteLimit = 1024;
const reasonLimit = 128;

/** What does not fit into the queue and what the API server drops is counted, never repeated. Disposal drops the rest. */
export function createEventRecorder(
  client: KubeClient,
  { clock, metrics }: { readonly clock: Clock; readonly metrics: HostMetrics },
  cluster: string,
): EventRecorder {
  const waiting: KubeObject[] = [];
  const stop = new AbortController();
  let writing: Promise<void> | undefined;
  let count = 0;

  async function writeAll(): Promise<void> {
    for (let object = waiting.shift(); object !== undefined && !stop.signal.aborted; object = waiting.shift()) {
      try {
        await client.create(eventType, object, { fieldManager: "bellwether-events", signal: stop.signal });
      } catch {
        metrics.eventDropped(cluster);
      }
    }
    writing = undefined;
  }

  return {
    record(about, event) {
      if (waiting.length >= queueLimit) {
        metrics.eventDropped(cluster);
        return;
      }
      waiting.push(eventObject(about, event, clock.now(), count++));
      writing ??= writeAll();
    },
    async [Symbol.asyncDispose]() {
      stop.abort(new Error("the host has let go of the cluster"));
      await writing;
    },
  };
}

function eventObject(
  { apiVersion, kind, metadata }: KubeObject,
  event: RecordedEvent,
  now: number,
  count: number,
): KubeObject {
  const { name = "", namespace = "default", uid, resourceVersion } = metadata;
  return {
    apiVersion: "events.k8s.io/v1",
    kind: "Event",
    metadata: { name: `${name}.${now.toString(16)}${count.toString(16).padStart(4, "0")}`, namespace },
    eventTime: `${new Date(now).toISOString().slice(0, -1)}000Z`,
    reportingController: "bellwether.dev/host",
    reportingInstance: "bellwether",
    type: event.type,
    reason: event.reason.slice(0, reasonLimit),
    action: event.action.slice(0, reasonLimit),
    note: event.note.slice(0, noteLimit),
    regarding: { apiVersion, kind, name, namespace, uid, resourceVersion },
  };
}
