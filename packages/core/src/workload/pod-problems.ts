import type { KubeObject } from "../kube/kube-object.ts";
import type { ResourceType } from "../kube/resource-type.ts";

export const podType: ResourceType = { group: "", version: "v1", kind: "Pod", plural: "pods", namespaced: true };

interface ContainerState {
  readonly waiting?: { readonly reason?: string; readonly message?: string };
  readonly terminated?: { readonly reason?: string; readonly exitCode?: number };
}

interface PodStatus {
  readonly phase?: string;
  readonly reason?: string;
  readonly conditions?: readonly { readonly type: string; readonly status: string; readonly reason?: string }[];
  readonly containerStatuses?: readonly { readonly restartCount?: number; readonly state?: ContainerState }[];
  readonly initContainerStatuses?: readonly { readonly restartCount?: number; readonly state?: ContainerState }[];
}

interface Problem {
  readonly severity: number;
  readonly text: string;
}

/** Reasons of a container that waits although nothing is wrong. */
const harmless: readonly string[] = ["ContainerCreating", "PodInitializing"];

const shown = 3;

function problemOf(pod: KubeObject): Problem | undefined {
  const status = (pod["status"] ?? {}) as PodStatus;
  if (pod.metadata.deletionTimestamp !== undefined || status.phase === "Succeeded") return undefined;
  if (status.phase === "Failed") return { severity: 4, text: status.reason ?? "Failed" };
  const containers = [...(status.initContainerStatuses ?? []), ...(status.containerStatuses ?? [])];
  for (const { state, restartCount = 0 } of containers) {
    const reason = state?.waiting?.reason ?? state?.terminated?.reason;
    if (reason === undefined || harmless.includes(reason) || reason === "Completed") continue;
    return { severity: 3, text: restartCount > 0 ? `${reason}, ${restartCount} restarts` : reason };
  }
  const condition = (type: string) => status.conditions?.find((one) => one.type === type && one.status === "False");
  const unscheduled = condition("PodScheduled");
  if (unscheduled !== undefined) return { severity: 2, text: unscheduled.reason ?? "not scheduled" };
  return status.phase === "Running" && condition("Ready") !== undefined
    ? { severity: 1, text: "not ready" }
    : undefined;
}

/** What is wrong with pods, worst first, at most three: `name: what is wrong`. Pods that are just starting are not. */
export function podProblems(pods: readonly KubeObject[]): readonly string[] {
  return pods
    .flatMap((pod) => {
      const problem = problemOf(pod);
      return problem === undefined ? [] : [{ ...problem, name: pod.metadata.name ?? "" }];
    })
    .sort((a, b) => b.severity - a.severity || a.name.localeCompare(b.name))
    .slice(0, shown)
    .map(({ name, text }) => `${name}: ${text}`);
}
