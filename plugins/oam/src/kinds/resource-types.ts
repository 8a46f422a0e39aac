import type { ResourceType } from "@bellwether/core";

const group = "core.oam.dev";
const version = "v1beta1";

function oamType(kind: string, plural: string): ResourceType {
  return { group, version, kind, plural, namespaced: true };
}

export const oamApiVersion = "core.oam.dev/v1beta1";

export const applications: ResourceType = oamType("Application", "applications");
export const applicationRevisions: ResourceType = oamType("ApplicationRevision", "applicationrevisions");
export const componentDefinitions: ResourceType = oamType("ComponentDefinition", "componentdefinitions");
export const appRollouts: ResourceType = oamType("AppRollout", "approllouts");
