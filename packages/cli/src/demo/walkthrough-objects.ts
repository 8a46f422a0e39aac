import { parseApiVersion, type ClusterLink, type KubeObject, type ResourceType } from "@bellwether/core";
import { definitionsClonesetservice, v1Application, v1Rollout, v2Application, v2Rollout } from "../gen/walkthrough.ts";

/** One round of the walk-through: an Application, the revision that it makes, and the rollout to it. */
export interface Round {
  readonly application: KubeObject;
  readonly revision: string;
  readonly rollout: KubeObject;
}

export const definition: KubeObject = definitionsClonesetservice;

export const rounds: readonly Round[] = [
  { application: v1Application, revision: "test-rolling-v1", rollout: v1Rollout },
  { application: v2Application, revision: "test-rolling-v2", rollout: v2Rollout },
];

const plurals: Readonly<Record<string, string>> = {
  ComponentDefinition: "componentdefinitions",
  Application: "applications",
  ApplicationRevision: "applicationrevisions",
  AppRollout: "approllouts",
};

export function oamType(kind: string, apiVersion = "core.oam.dev/v1beta1"): ResourceType {
  return { ...parseApiVersion(apiVersion), kind, plural: plurals[kind] ?? `${kind.toLowerCase()}s`, namespaced: true };
}

/** As `kubectl apply --server-side` in the default namespace would. */
export async function applyManifest({ client }: ClusterLink, manifest: KubeObject): Promise<void> {
  const object = { ...manifest, metadata: { namespace: "default", ...manifest.metadata } };
  await client.apply(oamType(manifest.kind), object, { fieldManager: "bellwether-demo", force: true });
}
