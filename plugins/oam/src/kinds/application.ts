import type { KubeObject } from "@bellwether/core";
import { annotations } from "./keys.ts";

export interface Component {
  readonly name: string;
  /** Name of a ComponentDefinition. */
  readonly type: string;
  readonly properties?: Readonly<Record<string, unknown>>;
  readonly traits?: readonly { readonly type: string }[];
}

export interface ApplicationSpec {
  readonly components: readonly Component[];
  readonly rolloutPlan?: unknown;
  readonly workflow?: unknown;
  readonly [field: string]: unknown;
}

export interface Application extends KubeObject {
  readonly spec: ApplicationSpec;
}

export function asApplication(object: KubeObject): Application {
  const spec = object["spec"] as Partial<ApplicationSpec> | undefined;
  return { ...object, spec: { ...spec, components: spec?.components ?? [] } };
}

/** Whether the Application only makes revisions. Any value counts, as it always has: also "false". */
export function isRolloutTemplate({ metadata, spec }: Application): boolean {
  return (metadata.annotations?.[annotations.rolloutTemplate] ?? "") !== "" || spec.rolloutPlan !== undefined;
}

/** Components that the annotation names; empty without it. */
export function rollingComponents({ metadata }: Pick<Application, "metadata">): readonly string[] {
  return (metadata.annotations?.[annotations.rollingComponents] ?? "")
    .split(",")
    .map((name) => name.trim())
    .filter((name) => name !== "");
}

export function componentsWithTraits({ components }: ApplicationSpec): readonly Component[] {
  return components.filter(({ traits }) => traits !== undefined && traits.length > 0);
}
