import type { KubeObject } from "@bellwether/core";
import { componentDefinition, servedDefinitions } from "../cluster/definitions.ts";
import { RenderedComponents } from "../process/rendered-components.ts";
import { definitionNames, renderRequest, type WorkloadKind } from "../scenarios/manifests.ts";
import { images, type Version } from "../scenarios/versions.ts";
import type { Equipment } from "./schedule.ts";

const largestSize = 8;

/** Reads the definitions, and has every component rendered that a schedule may ask for. */
export async function prepareEquipment(): Promise<Equipment & AsyncDisposable> {
  const renderer = new RenderedComponents();
  const kinds = Object.keys(definitionNames) as readonly WorkloadKind[];
  const components = kinds.map((kind) => componentDefinition(definitionNames[kind]));
  for (const kind of kinds) {
    const template = templateOf(componentDefinition(definitionNames[kind]));
    for (const version of Object.keys(images) as readonly Version[]) {
      for (let replicas = 1; replicas <= largestSize; replicas += 1) {
        await renderer.prepare({ ...renderRequest({ kind, replicas }, version, template), context });
      }
    }
  }
  return {
    renderer,
    definitions: await servedDefinitions(),
    components,
    [Symbol.asyncDispose]: () => renderer[Symbol.asyncDispose](),
  };
}

const context = {
  name: "metrics-provider",
  appName: "test-rolling",
  appRevision: "test-rolling-v1",
  appRevisionNum: 1,
  namespace: "default",
  revision: "metrics-provider-v1",
};

interface DefinitionSpec {
  readonly schematic: { readonly cue: { readonly template: string } };
}

function templateOf(definition: KubeObject): string {
  return (definition["spec"] as DefinitionSpec).schematic.cue.template;
}
