import type { ResourceType } from "@bellwether/core";

function type(group: string, version: string, kind: string, plural: string, namespaced = true): ResourceType {
  return { group, version, kind, plural, namespaced };
}

export type Kind =
  | "CustomResourceDefinition"
  | "Namespace"
  | "CloneSet"
  | "Deployment"
  | "ComponentDefinition"
  | "Application"
  | "ApplicationRevision"
  | "AppRollout";

export const types: Readonly<Record<Kind, ResourceType>> = {
  CustomResourceDefinition: type(
    "apiextensions.k8s.io",
    "v1",
    "CustomResourceDefinition",
    "customresourcedefinitions",
    false,
  ),
  Namespace: type("", "v1", "Namespace", "namespaces", false),
  CloneSet: type("apps.kruise.io", "v1alpha1", "CloneSet", "clonesets"),
  Deployment: type("apps", "v1", "Deployment", "deployments"),
  ComponentDefinition: type("core.oam.dev", "v1beta1", "ComponentDefinition", "componentdefinitions"),
  Application: type("core.oam.dev", "v1beta1", "Application", "applications"),
  ApplicationRevision: type("core.oam.dev", "v1beta1", "ApplicationRevision", "applicationrevisions"),
  AppRollout: type("core.oam.dev", "v1beta1", "AppRollout", "approllouts"),
};
