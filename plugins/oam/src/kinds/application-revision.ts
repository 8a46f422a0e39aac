import type { KubeObject } from "@bellwether/core";
import { asApplication, type Application } from "./application.ts";
import type { ComponentDefinition } from "./component-definition.ts";

/** An Application and the definitions that it used, as they were at one time. */
export interface ApplicationRevision {
  readonly object: KubeObject;
  readonly name: string;
  readonly number: number;
  readonly hash: string;
  readonly application: Application;
  /** By component type. */
  readonly definitions: Readonly<Record<string, ComponentDefinition>>;
}

interface RevisionSpec {
  readonly application?: KubeObject;
  readonly revision?: number;
  readonly revisionHash?: string;
  readonly componentDefinitions?: Readonly<Record<string, ComponentDefinition>>;
}

export function asApplicationRevision(object: KubeObject): ApplicationRevision {
  const spec = (object["spec"] ?? {}) as RevisionSpec;
  const name = object.metadata.name ?? "";
  return {
    object,
    name,
    number: spec.revision ?? parseRevisionName(name)?.number ?? 0,
    hash: spec.revisionHash ?? "",
    application: asApplication(spec.application ?? { apiVersion: "", kind: "Application", metadata: {} }),
    definitions: spec.componentDefinitions ?? {},
  };
}

export function revisionName(owner: string, number: number): string {
  return `${owner}-v${number}`;
}

/** The parts of `<owner>-v<number>`. */
export function parseRevisionName(name: string): { readonly owner: string; readonly number: number } | undefined {
  const match = /^(.+)-v([1-9][0-9]*)$/.exec(name);
  return match?.[1] === undefined ? undefined : { owner: match[1], number: Number(match[2]) };
}
