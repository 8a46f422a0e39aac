import type { KubeObject } from "@bellwether/core";
import { labels } from "../kinds/keys.ts";
import { contentHash } from "../revisions/content-hash.ts";
import type { Manifest } from "./rendered-revision.ts";

/** Where a rendered object comes from. */
export interface Origin {
  readonly namespace: string;
  readonly application: string;
  readonly applicationRevision: string;
  readonly revisionHash: string;
  readonly component: string;
  readonly componentType: string;
  readonly componentRevision: string;
  /** Name under `outputs`; absent for the workload. */
  readonly output?: string;
}

/** Gives a rendered object its name and namespace, unless the template did, and the labels that tell where it is from. */
export function completeManifest(object: KubeObject, origin: Origin): Manifest {
  const name = origin.output === undefined ? origin.component : `${origin.component}-${origin.output}`;
  const { metadata } = object;
  const complete: KubeObject = {
    ...object,
    metadata: {
      ...metadata,
      name: origin.output === undefined ? name : (metadata.name ?? name),
      namespace: metadata.namespace ?? origin.namespace,
      labels: { ...metadata.labels, ...labelsOf(origin) },
    },
  };
  return { object: complete, hash: contentHash(complete) };
}

function labelsOf(origin: Origin): Readonly<Record<string, string>> {
  return {
    [labels.application]: origin.application,
    [labels.applicationRevision]: origin.applicationRevision,
    [labels.revisionHash]: origin.revisionHash,
    [labels.component]: origin.component,
    [labels.componentRevision]: origin.componentRevision,
    ...(origin.output === undefined
      ? { [labels.resourceType]: "WORKLOAD", [labels.workloadType]: origin.componentType }
      : {
          [labels.resourceType]: "TRAIT",
          [labels.traitType]: "AuxiliaryWorkload",
          [labels.traitResource]: origin.output,
        }),
  };
}
