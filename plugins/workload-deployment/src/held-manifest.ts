import type { KubeObject } from "@bellwether/core";
import { readDeployment } from "./deployment.ts";
import type { LabelSelector } from "./label-selector.ts";

/** Keeps the pods of a component's revisions apart. */
const revisionLabel = "app.oam.dev/revision";

type Fields = Readonly<Record<string, unknown>>;

interface Labelled extends Fields {
  readonly labels?: Readonly<Record<string, string>>;
}

function labelled(metadata: Labelled, revision: string): Labelled {
  return { ...metadata, labels: { ...metadata.labels, [revisionLabel]: revision } };
}

function separated(selector: LabelSelector, revision: string): LabelSelector {
  return { ...selector, matchLabels: { ...selector.matchLabels, [revisionLabel]: revision } };
}

/** The manifest named for its revision, paused, with the replicas that are there; a selector cannot change once it is. */
export function heldManifest(manifest: KubeObject, revision: string, live: KubeObject | undefined): KubeObject {
  const spec = (manifest["spec"] ?? {}) as Fields;
  const template = (spec["template"] ?? {}) as Fields;
  const found = live === undefined ? undefined : readDeployment(live);
  return {
    ...manifest,
    metadata: labelled({ ...manifest.metadata, name: revision }, revision),
    spec: {
      ...spec,
      replicas: found?.replicas ?? 0,
      paused: true,
      selector: found?.selector ?? separated(spec["selector"] ?? {}, revision),
      template: { ...template, metadata: labelled((template["metadata"] ?? {}) as Labelled, revision) },
    },
  };
}
