/** JSON is YAML, so kubectl reads these from its standard input. */
export function deployment(name: string, spec: object = {}, image: string = "web:1"): string {
  return JSON.stringify({
    apiVersion: "apps/v1",
    kind: "Deployment",
    metadata: { name, labels: { app: name } },
    spec: {
      replicas: 3,
      selector: { matchLabels: { app: name } },
      template: {
        metadata: { labels: { app: name } },
        spec: { containers: [{ name: "web", image, env: [{ name: "A", value: "1" }] }] },
      },
      ...spec,
    },
  });
}

export function configMap(name: string, data: Readonly<Record<string, string>>, labels: object = {}): string {
  return JSON.stringify({ apiVersion: "v1", kind: "ConfigMap", metadata: { name, labels }, data });
}

/** A CRD `PLURAL.example.com` with a schema, columns and the status and scale subresources. */
export function widgetDefinition(plural: string, kind: string): string {
  return JSON.stringify({
    apiVersion: "apiextensions.k8s.io/v1",
    kind: "CustomResourceDefinition",
    metadata: { name: `${plural}.example.com` },
    spec: {
      group: "example.com",
      scope: "Namespaced",
      names: { plural, singular: plural, kind, shortNames: [`${plural}short`] },
      versions: [
        {
          name: "v1",
          served: true,
          storage: true,
          subresources: {
            status: {},
            scale: { specReplicasPath: ".spec.replicas", statusReplicasPath: ".status.replicas" },
          },
          additionalPrinterColumns: [
            { name: "Size", type: "integer", jsonPath: ".spec.size" },
            { name: "Ready", type: "string", jsonPath: '.status.conditions[?(@.type=="Ready")].status' },
            { name: "Colour", type: "string", jsonPath: ".spec.colour", priority: 1 },
            { name: "Age", type: "date", jsonPath: ".metadata.creationTimestamp" },
          ],
          schema: {
            openAPIV3Schema: {
              type: "object",
              description: "A thing of some size.",
              properties: {
                spec: {
                  type: "object",
                  required: ["size"],
                  properties: {
                    size: { type: "integer", minimum: 1, description: "How big it is." },
                    colour: { type: "string", default: "grey" },
                    replicas: { type: "integer" },
                  },
                },
                status: { type: "object", "x-kubernetes-preserve-unknown-fields": true },
              },
            },
          },
        },
      ],
    },
  });
}

export function widget(kind: string, name: string, spec: object): string {
  return JSON.stringify({ apiVersion: "example.com/v1", kind, metadata: { name }, spec });
}
