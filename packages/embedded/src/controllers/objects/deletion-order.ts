import { conditionOf } from "./condition.ts";
import { isReady, type Pod } from "./pod.ts";
import { epochMs } from "./timestamp.ts";

export interface DeletionOrderOptions {
  /** What counts as fit to serve; readiness when absent. */
  readonly fit?: (pod: Pod) => boolean;
  /** How many relatives share the pod's node: crowded ones go first. */
  readonly rank?: (pod: Pod) => number;
  /** What the pod's annotation says it costs to lose it, when absent. */
  readonly cost?: (pod: Pod) => number;
}

const phases = ["Pending", "Unknown", "Running"];

/** The order in which a workload gives up pods: the one that is missed least first. */
export function inDeletionOrder(some: readonly Pod[], options: DeletionOrderOptions = {}): Pod[] {
  const { fit = isReady, rank = () => 0, cost = deletionCost } = options;
  const keys = new Map(
    some.map((pod) => [
      pod,
      [
        pod.spec.nodeName === undefined || pod.spec.nodeName === "" ? 0 : 1,
        phases.indexOf(pod.status?.phase ?? "Pending"),
        fit(pod) ? 1 : 0,
        cost(pod),
        -rank(pod),
        -readySince(pod),
        -restarts(pod),
        -epochMs(pod.metadata.creationTimestamp),
      ],
    ]),
  );
  return [...some].sort((a, b) => compareInTurn(keys.get(a) ?? [], keys.get(b) ?? []));
}

export function compareInTurn(a: readonly number[], b: readonly number[]): number {
  for (const [index, value] of a.entries()) {
    const difference = value - (b[index] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

function deletionCost(pod: Pod): number {
  const cost = Number(pod.metadata.annotations?.["controller.kubernetes.io/pod-deletion-cost"] ?? 0);
  return Number.isInteger(cost) ? cost : 0;
}

function readySince(pod: Pod): number {
  return isReady(pod) ? epochMs(conditionOf(pod.status?.conditions, "Ready")?.lastTransitionTime) : 0;
}

function restarts(pod: Pod): number {
  return Math.max(0, ...(pod.status?.containerStatuses ?? []).map(({ restartCount }) => restartCount));
}
