import type { Application, ApplicationSpec } from "../kinds/application.ts";
import type { ComponentDefinition } from "../kinds/component-definition.ts";
import { contentHash } from "./content-hash.ts";

export interface RevisionContent {
  readonly application: Application;
  /** Definitions of the Application's components, by type. */
  readonly definitions: Readonly<Record<string, ComponentDefinition>>;
}

/** The spec without how it is rolled out, which is no part of a revision: it may change while the revision stays. */
export function contentOf({ rolloutPlan: _plan, workflow: _workflow, ...spec }: ApplicationSpec): ApplicationSpec {
  return spec;
}

/** What makes one revision differ from another: neither labels and annotations, nor how it is rolled out. */
export function hashOf({ application, definitions }: RevisionContent): string {
  const spec = contentOf(application.spec);
  const specs = Object.fromEntries(Object.entries(definitions).map(([type, { spec }]) => [type, spec]));
  return contentHash({ spec, componentDefinitions: specs });
}
