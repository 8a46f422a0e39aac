import type { KubeObject, ResourceType } from "@bellwether/core";
import type { LabelSelector } from "./label-selector.ts";

export const deploymentType: ResourceType = {
  group: "apps",
  version: "v1",
  kind: "Deployment",
  plural: "deployments",
  namespaced: true,
};

export const replicaSetType: ResourceType = { ...deploymentType, kind: "ReplicaSet", plural: "replicasets" };

/** What a rollout reads of one Deployment. */
export interface Deployment {
  readonly object: KubeObject;
  readonly replicas: number;
  readonly paused: boolean;
  readonly selector: LabelSelector;
  readonly podLabels: Readonly<Record<string, string>>;
  /** The status is of the spec as it is now. */
  readonly observed: boolean;
  readonly existing: number;
  readonly ready: number;
}

interface DeploymentSpec {
  readonly replicas?: number;
  readonly paused?: boolean;
  readonly selector?: LabelSelector;
  readonly template?: { readonly metadata?: { readonly labels?: Readonly<Record<string, string>> } };
}

interface DeploymentStatus {
  readonly observedGeneration?: number;
  readonly replicas?: number;
  readonly readyReplicas?: number;
}

export function readDeployment(object: KubeObject): Deployment {
  const spec = (object["spec"] ?? {}) as DeploymentSpec;
  const status = (object["status"] ?? {}) as DeploymentStatus;
  return {
    object,
    replicas: spec.replicas ?? 1,
    paused: spec.paused ?? false,
    selector: spec.selector ?? {},
    podLabels: spec.template?.metadata?.labels ?? {},
    observed: (status.observedGeneration ?? 0) >= (object.metadata.generation ?? 0),
    existing: status.replicas ?? 0,
    ready: status.readyReplicas ?? 0,
  };
}
