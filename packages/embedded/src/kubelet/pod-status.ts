import { type Condition, isTrue, withCondition } from "../controllers/objects/condition.ts";
import type { ContainerStatus, Pod, PodStatus } from "../controllers/objects/pod.ts";
import { timestamp } from "../controllers/objects/timestamp.ts";

/** The status of a pod whose containers are like that; conditions that others set stay as they are. */
export function podStatus(
  pod: Pod,
  containerStatuses: readonly ContainerStatus[],
  podIP: string,
  now: number,
): PodStatus {
  const started = containerStatuses.every(({ state }) => state?.["waiting"]?.["reason"] !== "ContainerCreating");
  const running =
    pod.status?.phase === "Running" || containerStatuses.some(({ state }) => state?.["running"] !== undefined);
  const unready = containerStatuses.filter(({ ready }) => !ready).map(({ name }) => name);
  const conditions = [
    condition("PodReadyToStartContainers", true),
    condition("Initialized", true),
    condition("ContainersReady", unready.length === 0, ...unreadyContainers(unready)),
    readiness(pod, unready),
    condition("PodScheduled", true),
  ].reduce<readonly Condition[]>((list, next) => settled(list, next, now), pod.status?.conditions ?? []);
  return {
    phase: running ? "Running" : "Pending",
    conditions,
    containerStatuses,
    hostIP: "127.0.0.1",
    ...(started ? { podIP, podIPs: [{ ip: podIP }] } : {}),
    startTime: pod.status?.["startTime"] ?? timestamp(now),
  };
}

/** The same pod on a node that does not answer. */
export function lostPodStatus(pod: Pod, now: number): PodStatus {
  const lost: Condition = { type: "Ready", status: "False", reason: "NodeNotReady" };
  return { ...pod.status, conditions: settled(pod.status?.conditions ?? [], lost, now) };
}

function readiness({ spec, status }: Pod, unready: readonly string[]): Condition {
  if (unready.length > 0) return condition("Ready", false, ...unreadyContainers(unready));
  const closed = (spec.readinessGates ?? [])
    .map((gate) => gate.conditionType)
    .filter((gate) => !isTrue(status?.conditions, gate));
  const text = closed.map(
    (gate) => `corresponding condition of pod readiness gate "${gate}" does not have the status "True"`,
  );
  return condition("Ready", closed.length === 0, "ReadinessGatesNotReady", text.join(", "));
}

function unreadyContainers(names: readonly string[]): readonly [string, string] {
  return ["ContainersNotReady", `containers with unready status: [${names.join(" ")}]`];
}

function condition(type: string, holds: boolean, reason?: string, message?: string): Condition {
  if (holds || reason === undefined || message === undefined) return { type, status: holds ? "True" : "False" };
  return { type, status: "False", reason, message };
}

/** A condition that says the same keeps its time. */
function settled(conditions: readonly Condition[], next: Condition, now: number): readonly Condition[] {
  const before = conditions.find(({ type }) => type === next.type);
  const unchanged = before?.status === next.status && before.reason === next.reason && before.message === next.message;
  return unchanged ? conditions : withCondition(conditions, { ...next, lastTransitionTime: timestamp(now) });
}
