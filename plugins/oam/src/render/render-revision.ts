import { RolloutError, type ComponentRenderer, type Rendered } from "@bellwether/core";
import type { Component } from "../kinds/application.ts";
import { revisionName, type ApplicationRevision } from "../kinds/application-revision.ts";
import type { ComponentDefinition } from "../kinds/component-definition.ts";
import { completeManifest, type Origin } from "./complete-manifest.ts";
import type { RenderedComponent, RenderedRevision } from "./rendered-revision.ts";

/** By schematic. */
export type Renderers = ReadonlyMap<string, ComponentRenderer>;

/** All objects of a revision. Throws `RolloutError` when a template cannot be rendered. */
export async function renderRevision(
  revision: ApplicationRevision,
  renderers: Renderers,
  signal: AbortSignal,
): Promise<RenderedRevision> {
  const { application, name } = revision;
  return {
    name,
    namespace: revision.object.metadata.namespace ?? "",
    application: application.metadata.name ?? "",
    components: await Promise.all(
      application.spec.components.map((component) => renderComponent(component, revision, renderers, signal)),
    ),
  };
}

async function renderComponent(
  component: Component,
  revision: ApplicationRevision,
  renderers: Renderers,
  signal: AbortSignal,
): Promise<RenderedComponent> {
  const { output, outputs } = await renderTemplate(component, revision, renderers, signal);
  const origin: Origin = {
    namespace: revision.object.metadata.namespace ?? "",
    application: revision.application.metadata.name ?? "",
    applicationRevision: revision.name,
    revisionHash: revision.hash,
    component: component.name,
    componentType: component.type,
    componentRevision: revisionName(component.name, revision.number),
  };
  return {
    name: component.name,
    revision: origin.componentRevision,
    workload: completeManifest(output, origin),
    outputs: Object.entries(outputs).map(([output, object]) => completeManifest(object, { ...origin, output })),
  };
}

function renderTemplate(
  component: Component,
  revision: ApplicationRevision,
  renderers: Renderers,
  signal: AbortSignal,
): Promise<Rendered> {
  const { renderer, template } = templateOf(component, revision.definitions[component.type], renderers);
  return renderer.render(
    {
      component: component.name,
      template,
      parameters: component.properties ?? {},
      context: {
        name: component.name,
        appName: revision.application.metadata.name ?? "",
        appRevision: revision.name,
        appRevisionNum: revision.number,
        namespace: revision.object.metadata.namespace ?? "",
        revision: revisionName(component.name, revision.number),
      },
    },
    signal,
  );
}

interface Template {
  readonly renderer: ComponentRenderer;
  readonly template: string;
}

function templateOf(component: Component, definition: ComponentDefinition | undefined, renderers: Renderers): Template {
  if (definition === undefined) {
    throw new RolloutError(
      "DEFINITION_NOT_FOUND",
      `The revision has no ComponentDefinition "${component.type}" for component "${component.name}".`,
    );
  }
  const [language = "none"] = Object.keys(definition.spec.schematic ?? {});
  const renderer = renderers.get(language);
  const template = definition.spec.schematic?.[language]?.template;
  if (renderer === undefined || typeof template !== "string") {
    const served = [...renderers.keys()].map((key) => `"${key}"`).join(", ");
    throw new RolloutError(
      "TEMPLATE_KIND_NOT_SERVED",
      `ComponentDefinition "${component.type}" has a schematic of kind "${language}"; this host renders ${served || "none"}.`,
    );
  }
  return { renderer, template };
}
