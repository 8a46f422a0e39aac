import type { KubeObject, ObjectMeta } from "@bellwether/core";
import { revisionName } from "../kinds/application-revision.ts";
import { labels } from "../kinds/keys.ts";
import { oamApiVersion } from "../kinds/resource-types.ts";
import { contentOf, type RevisionContent } from "./revision-content.ts";

const lastApplied = "kubectl.kubernetes.io/last-applied-configuration";

/** The object that keeps this content for good. */
export function makeRevision({ application, definitions }: RevisionContent, number: number, hash: string): KubeObject {
  const { name = "", namespace = "", uid = "" } = application.metadata;
  const owner = { apiVersion: oamApiVersion, kind: "Application", name, uid, controller: true };
  return {
    apiVersion: oamApiVersion,
    kind: "ApplicationRevision",
    metadata: {
      name: revisionName(name, number),
      namespace,
      labels: { [labels.application]: name, [labels.revisionHash]: hash },
      ownerReferences: [owner],
    },
    spec: {
      application: {
        apiVersion: oamApiVersion,
        kind: "Application",
        metadata: identityOf(application),
        spec: contentOf(application.spec),
      },
      componentDefinitions: Object.fromEntries(
        Object.entries(definitions).map(([type, { apiVersion, kind, metadata, spec }]) => [
          type,
          { apiVersion, kind, metadata: { name: metadata.name, namespace: metadata.namespace }, spec },
        ]),
      ),
      revision: number,
      revisionHash: hash,
    },
  };
}

function identityOf({ metadata: { name, namespace, labels, annotations } }: KubeObject): ObjectMeta {
  const kept = Object.entries(annotations ?? {}).filter(([key]) => key !== lastApplied);
  return {
    ...(name === undefined ? {} : { name }),
    ...(namespace === undefined ? {} : { namespace }),
    ...(labels === undefined ? {} : { labels }),
    ...(kept.length === 0 ? {} : { annotations: Object.fromEntries(kept) }),
  };
}
