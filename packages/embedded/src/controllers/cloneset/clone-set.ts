import type { KubeObject } from "@bellwether/core";
import type { Condition } from "../objects/condition.ts";
import type { IntOrPercent } from "../objects/int-or-percent.ts";
import type { LabelSelector, Labels } from "../objects/label-selector.ts";
import type { PodTemplate } from "../objects/pod.ts";

/** A CloneSet of either version, as it travels. */
export interface CloneSet extends KubeObject {
  readonly spec: Readonly<Record<string, unknown>>;
  readonly status?: CloneSetStatus;
}

export interface CloneSetStatus {
  readonly observedGeneration?: number;
  readonly replicas: number;
  readonly readyReplicas: number;
  readonly availableReplicas: number;
  readonly updatedReplicas: number;
  readonly updatedReadyReplicas: number;
  readonly updatedAvailableReplicas?: number;
  readonly expectedUpdatedReplicas?: number;
  readonly updateRevision?: string;
  readonly currentRevision?: string;
  readonly collisionCount?: number;
  readonly labelSelector?: string;
  readonly conditions?: readonly Condition[];
}

export type PodUpdatePolicy = "ReCreate" | "InPlaceIfPossible" | "InPlaceOnly";

/** Labels and finalizers that hold a pod back around one of its changes. */
export interface LifecycleHook {
  readonly labelsHandler?: Labels;
  readonly finalizersHandler?: readonly string[];
  readonly markPodNotReady?: boolean;
}

export interface Lifecycle {
  readonly preDelete?: LifecycleHook;
  readonly inPlaceUpdate?: LifecycleHook;
  readonly preNormal?: LifecycleHook;
}

export interface PriorityStrategy {
  readonly weightPriority?: readonly { readonly weight: number; readonly matchSelector: LabelSelector }[];
  readonly orderPriority?: readonly { readonly orderedKey: string }[];
}

export interface ScatterTerm {
  readonly key: string;
  readonly value: string;
}

/** What both versions of the API say, defaults filled in. */
export interface CloneSetSpec {
  readonly replicas: number;
  readonly selector: LabelSelector;
  readonly template: PodTemplate;
  readonly minReadySeconds: number;
  readonly revisionHistoryLimit: number;
  readonly progressDeadlineSeconds: number | undefined;
  readonly onDelete: boolean;
  readonly podUpdatePolicy: PodUpdatePolicy;
  readonly partition: IntOrPercent;
  readonly maxUnavailable: IntOrPercent;
  readonly maxSurge: IntOrPercent;
  readonly paused: boolean;
  readonly priorityStrategy: PriorityStrategy;
  readonly scatterStrategy: readonly ScatterTerm[];
  readonly gracePeriodSeconds: number;
  readonly podsToDelete: readonly string[];
  readonly scaleMaxUnavailable: IntOrPercent | undefined;
  readonly excludePreparingDelete: boolean;
  readonly lifecycle: Lifecycle;
}
