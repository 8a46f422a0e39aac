import type { KubeObject } from "@bellwether/core";

const whole = { type: "integer", minimum: 0 };

/** The CustomResourceDefinition of swarms. */
export const swarmDefinition: KubeObject = {
  apiVersion: "apiextensions.k8s.io/v1",
  kind: "CustomResourceDefinition",
  metadata: { name: "swarms.example.org" },
  spec: {
    group: "example.org",
    scope: "Namespaced",
    names: { kind: "Swarm", listKind: "SwarmList", plural: "swarms", singular: "swarm" },
    versions: [
      {
        name: "v1",
        served: true,
        storage: true,
        subresources: { status: {} },
        schema: {
          openAPIV3Schema: {
            type: "object",
            properties: {
              spec: { type: "object", properties: { bees: whole, keep: whole, image: { type: "string" } } },
              status: { type: "object", "x-kubernetes-preserve-unknown-fields": true },
            },
          },
        },
      },
    ],
  },
};
