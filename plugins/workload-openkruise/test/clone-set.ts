import type { KubeObject } from "@bellwether/core";

/** A CloneSet as a revision renders it, in the version that OpenKruise releases serve. */
export function cloneSet(revision: string): KubeObject {
  return {
    apiVersion: "apps.kruise.io/v1alpha1",
    kind: "CloneSet",
    metadata: { name: "web", namespace: "default" },
    spec: {
      replicas: 1,
      selector: { matchLabels: { app: "web" } },
      template: {
        metadata: { labels: { app: "web" } },
        spec: { containers: [{ name: "web", image: `example.org/web:${revision}` }] },
      },
    },
  };
}
