import { keyText, type ObjectKey, type ResourceType } from "@bellwether/core";

const oam = { group: "core.oam.dev", version: "v1beta1", namespaced: true } as const;

export const appRollouts: ResourceType = { ...oam, kind: "AppRollout", plural: "approllouts" };
export const applications: ResourceType = { ...oam, kind: "Application", plural: "applications" };
export const applicationRevisions: ResourceType = {
  ...oam,
  kind: "ApplicationRevision",
  plural: "applicationrevisions",
};
export const componentDefinitions: ResourceType = {
  ...oam,
  kind: "ComponentDefinition",
  plural: "componentdefinitions",
};
export const cloneSets: ResourceType = {
  group: "apps.kruise.io",
  version: "v1alpha1",
  kind: "CloneSet",
  plural: "clonesets",
  namespaced: true,
};
export const deployments: ResourceType = {
  group: "apps",
  version: "v1",
  kind: "Deployment",
  plural: "deployments",
  namespaced: true,
};
export const pods: ResourceType = { group: "", version: "v1", kind: "Pod", plural: "pods", namespaced: true };
export const leases: ResourceType = {
  group: "coordination.k8s.io",
  version: "v1",
  kind: "Lease",
  plural: "leases",
  namespaced: true,
};
export const namespaces: ResourceType = {
  group: "",
  version: "v1",
  kind: "Namespace",
  plural: "namespaces",
  namespaced: false,
};
export const customResourceDefinitions: ResourceType = {
  group: "apiextensions.k8s.io",
  version: "v1",
  kind: "CustomResourceDefinition",
  plural: "customresourcedefinitions",
  namespaced: false,
};

export const workloadTypes: readonly ResourceType[] = [cloneSets, deployments];

export function isOfType(type: ResourceType, wanted: ResourceType): boolean {
  return type.plural === wanted.plural && type.group === wanted.group;
}

/** One object of a cluster, for maps and stories: `CloneSet default/metrics-provider`. */
export function objectId(type: ResourceType, key: ObjectKey): string {
  return `${type.kind} ${keyText(key)}`;
}
