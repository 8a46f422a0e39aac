import { parseApiVersion, type ResourceType } from "@bellwether/core";

function type(apiVersion: string, kind: string, plural: string, namespaced = true): ResourceType {
  return { ...parseApiVersion(apiVersion), kind, plural, namespaced };
}

export const pods: ResourceType = type("v1", "Pod", "pods");
export const nodes: ResourceType = type("v1", "Node", "nodes", false);
export const namespaces: ResourceType = type("v1", "Namespace", "namespaces", false);
export const serviceAccounts: ResourceType = type("v1", "ServiceAccount", "serviceaccounts");
export const services: ResourceType = type("v1", "Service", "services");
export const endpointSlices: ResourceType = type("discovery.k8s.io/v1", "EndpointSlice", "endpointslices");
export const replicaSets: ResourceType = type("apps/v1", "ReplicaSet", "replicasets");
export const deployments: ResourceType = type("apps/v1", "Deployment", "deployments");
export const controllerRevisions: ResourceType = type("apps/v1", "ControllerRevision", "controllerrevisions");
export const customResourceDefinitions: ResourceType = type(
  "apiextensions.k8s.io/v1",
  "CustomResourceDefinition",
  "customresourcedefinitions",
  false,
);
