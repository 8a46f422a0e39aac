import type { KubeObject, ObjectMeta } from "@bellwether/core";
import { type Condition, conditionOf, isTrue } from "./condition.ts";
import { epochMs } from "./timestamp.ts";

export interface Container {
  readonly name: string;
  readonly image?: string;
  readonly [field: string]: unknown;
}

export interface PodSpec {
  readonly containers: readonly Container[];
  readonly nodeName?: string;
  readonly readinessGates?: readonly { readonly conditionType: string }[];
  readonly terminationGracePeriodSeconds?: number;
  readonly [field: string]: unknown;
}

export interface ContainerStatus {
  readonly name: string;
  readonly image: string;
  readonly imageID: string;
  readonly ready: boolean;
  readonly started?: boolean;
  readonly restartCount: number;
  readonly containerID?: string;
  readonly state?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  readonly lastState?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

export interface PodStatus {
  readonly phase?: string;
  readonly conditions?: readonly Condition[];
  readonly containerStatuses?: readonly ContainerStatus[];
  readonly [field: string]: unknown;
}

export interface Pod extends KubeObject {
  readonly spec: PodSpec;
  readonly status?: PodStatus;
}

export interface PodTemplate {
  readonly metadata?: ObjectMeta;
  readonly spec: PodSpec;
}

/** Counted as a replica: neither finished nor on its way out. */
export function isActive(pod: Pod): boolean {
  const phase = pod.status?.phase;
  return phase !== "Succeeded" && phase !== "Failed" && pod.metadata.deletionTimestamp === undefined;
}

export function isReady(pod: Pod): boolean {
  return isTrue(pod.status?.conditions, "Ready");
}

/** Milliseconds until the pod has been ready for so long: 0 when it has, undefined when it is not ready. */
export function availableIn(pod: Pod, minReadySeconds: number, nowMs: number): number | undefined {
  if (!isReady(pod)) return undefined;
  if (minReadySeconds === 0) return 0;
  const since = epochMs(conditionOf(pod.status?.conditions, "Ready")?.lastTransitionTime);
  return Math.max(0, since + minReadySeconds * 1000 - nowMs);
}

/** The next moment at which one of these pods becomes available, in milliseconds from now. */
export function nextAvailableIn(some: readonly Pod[], minReadySeconds: number, nowMs: number): number | undefined {
  const waits = some.map((pod) => availableIn(pod, minReadySeconds, nowMs) ?? 0).filter((wait) => wait > 0);
  return waits.length === 0 ? undefined : Math.min(...waits);
}

export function podFromTemplate(template: PodTemplate, metadata: ObjectMeta): Pod {
  const { labels, annotations, finalizers } = template.metadata ?? {};
  return {
    apiVersion: "v1",
    kind: "Pod",
    metadata: {
      ...metadata,
      labels: { ...labels, ...metadata.labels },
      ...(annotations === undefined ? {} : { annotations }),
      ...(finalizers === undefined ? {} : { finalizers }),
    },
    spec: template.spec,
  };
}
