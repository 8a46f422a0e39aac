import { readFileSync } from "node:fs";
import { CueRenderer } from "@bellwether/render-cue";
import { afterAll, expect, test } from "vitest";
import { parse } from "yaml";
import { render } from "./render.ts";

interface Manifest {
  readonly spec: {
    readonly schematic: { readonly cue: { readonly template: string } };
    readonly components: readonly { readonly properties: Readonly<Record<string, unknown>> }[];
  };
}

function manifest(file: string): Manifest {
  return parse(readFileSync(new URL(`../../../examples/walkthrough/${file}`, import.meta.url), "utf8")) as Manifest;
}

const renderer = new CueRenderer();
afterAll(() => renderer[Symbol.asyncDispose]());
const labels = { "app.oam.dev/component": "web" };

test("clonesetservice renders the walk-through's component", async () => {
  const { template } = manifest("definitions/clonesetservice.yaml").spec.schematic.cue;
  const [component] = manifest("v1/application.yaml").spec.components;
  expect(await render(renderer, template, component?.properties)).toEqual({
    output: {
      apiVersion: "apps.kruise.io/v1alpha1",
      kind: "CloneSet",
      metadata: {},
      spec: {
        replicas: 5,
        selector: { matchLabels: labels },
        updateStrategy: { type: "InPlaceIfPossible" },
        template: {
          metadata: { labels },
          spec: {
            containers: [
              {
                name: "web",
                image: "stefanprodan/podinfo:4.0.6",
                command: ["./podinfo", "stress-cpu=1.0"],
                ports: [{ containerPort: 8080 }],
              },
            ],
          },
        },
      },
    },
    outputs: {},
  });
});

test("webservice renders a Deployment with every parameter", async () => {
  const { template } = manifest("definitions/webservice.yaml").spec.schematic.cue;
  const env = [
    { name: "LEVEL", value: "info" },
    { name: "TOKEN", valueFrom: { secretKeyRef: { name: "web", key: "token" } } },
  ];
  const { output } = await render(renderer, template, { image: "web:1", cmd: ["web"], env, cpu: "500m", replicas: 2 });
  expect(output).toEqual({
    apiVersion: "apps/v1",
    kind: "Deployment",
    metadata: {},
    spec: {
      replicas: 2,
      selector: { matchLabels: labels },
      template: {
        metadata: { labels },
        spec: {
          containers: [
            {
              name: "web",
              image: "web:1",
              command: ["web"],
              env,
              ports: [{ containerPort: 80 }],
              resources: { requests: { cpu: "500m" }, limits: { cpu: "500m" } },
            },
          ],
        },
      },
    },
  });
});
