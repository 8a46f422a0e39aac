import type { KubeObject } from "@bellwether/core";
import { atPath } from "../../../api/json/json-object.ts";
import { listAt, numberAt, textAt } from "../column.ts";
import { conditionHolds } from "../condition.ts";

export interface PodSummary {
  readonly ready: number;
  readonly containers: number;
  /** The phase, or the reason that says more: `CrashLoopBackOff`, `Init:0/1`, `Terminating`. */
  readonly status: string;
  readonly restarts: number;
  /** When a container last ended before a restart. */
  readonly lastRestart: string | undefined;
}

/** A pod's line in `kubectl get pods`, by the rules of the API server's pod printer. */
export function podSummary(pod: KubeObject): PodSummary {
  const sidecars = new Set(
    listAt(pod, "spec.initContainers")
      .filter((container) => textAt(container, "restartPolicy") === "Always")
      .map((container) => textAt(container, "name")),
  );
  const isSidecar = (status: unknown): boolean => sidecars.has(textAt(status, "name"));
  const initStatuses = listAt(pod, "status.initContainerStatuses");
  const statuses = listAt(pod, "status.containerStatuses");
  const startedSidecars = initStatuses.filter((status) => isSidecar(status) && textAt(status, "started") === "true");
  const initReason = conditionHolds(pod, "Initialized") ? undefined : initReasonOf(pod, initStatuses, isSidecar);
  const running = initReason === undefined ? statuses : [];
  const counted = initReason === undefined ? [...initStatuses.filter(isSidecar), ...statuses] : initStatuses;
  return {
    ready: [...startedSidecars.filter(isReady), ...running.filter(isReadyAndRunning)].length,
    containers: listAt(pod, "spec.containers").length + sidecars.size,
    status: deletionReason(pod) ?? initReason ?? containerReason(pod, statuses),
    restarts: counted.reduce<number>((sum, status) => sum + numberAt(status, "restartCount"), 0),
    lastRestart: counted
      .map((status) => textAt(status, "lastState.terminated.finishedAt"))
      .filter((time) => time !== "")
      .sort()
      .at(-1),
  };
}

function deletionReason(pod: KubeObject): string | undefined {
  if (pod.metadata.deletionTimestamp === undefined) return undefined;
  if (textAt(pod, "status.reason") === "NodeLost") return "Unknown";
  return ["Succeeded", "Failed"].includes(textAt(pod, "status.phase")) ? undefined : "Terminating";
}

function initReasonOf(
  pod: KubeObject,
  statuses: readonly unknown[],
  isSidecar: (status: unknown) => boolean,
): string | undefined {
  const done = (status: unknown): boolean =>
    atPath(status, "state.terminated.exitCode") === 0 || (isSidecar(status) && textAt(status, "started") === "true");
  const at = statuses.findIndex((status) => !done(status));
  if (at < 0) return undefined;
  const ended = endReason(statuses[at]);
  if (ended !== undefined) return `Init:${ended}`;
  const waiting = textAt(statuses[at], "state.waiting.reason");
  if (waiting !== "" && waiting !== "PodInitializing") return `Init:${waiting}`;
  return `Init:${at}/${listAt(pod, "spec.initContainers").length}`;
}

function containerReason(pod: KubeObject, statuses: readonly unknown[]): string {
  let reason = phaseReason(pod);
  let failure: string | undefined;
  for (const status of statuses.toReversed()) {
    const ended = endReason(status);
    reason = textAt(status, "state.waiting.reason") || (ended ?? reason);
    if (ended !== undefined && numberAt(status, "state.terminated.exitCode") !== 0) failure = ended;
  }
  if (reason !== "Completed") return reason;
  const running = statuses.some(isReadyAndRunning);
  if (running && conditionHolds(pod, "Ready")) return "Running";
  return failure ?? (running ? "NotReady" : reason);
}

function phaseReason(pod: KubeObject): string {
  const gated = listAt(pod, "status.conditions").some(
    (condition) => textAt(condition, "type") === "PodScheduled" && textAt(condition, "reason") === "SchedulingGated",
  );
  return gated ? "SchedulingGated" : textAt(pod, "status.reason") || textAt(pod, "status.phase");
}

function endReason(status: unknown): string | undefined {
  if (atPath(status, "state.terminated") === undefined) return undefined;
  const reason = textAt(status, "state.terminated.reason");
  if (reason !== "") return reason;
  const signal = numberAt(status, "state.terminated.signal");
  return signal === 0 ? `ExitCode:${numberAt(status, "state.terminated.exitCode")}` : `Signal:${signal}`;
}

function isReady(status: unknown): boolean {
  return textAt(status, "ready") === "true";
}

function isReadyAndRunning(status: unknown): boolean {
  return isReady(status) && atPath(status, "state.running") !== undefined;
}
