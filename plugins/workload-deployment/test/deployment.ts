import type { KubeObject } from "@bellwether/core";

/** A Deployment as a revision renders it. */
export function deployment(revision: string): KubeObject {
  return {
    apiVersion: "apps/v1",
    kind: "Deployment",
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
