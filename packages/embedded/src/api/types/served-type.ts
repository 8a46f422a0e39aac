import type { ResourceType } from "@bellwether/core";
import type { JsonSchema } from "../schema/json-schema.ts";

export interface ScalePaths {
  /** Dotted, starting with a dot: `.spec.replicas`. */
  readonly specReplicasPath: string;
  readonly statusReplicasPath: string;
  readonly labelSelectorPath?: string;
}

export interface PrinterColumn {
  readonly name: string;
  readonly type: "integer" | "number" | "string" | "boolean" | "date";
  readonly format?: string;
  readonly description?: string;
  /** Columns above 0 are shown by `-o wide` only. */
  readonly priority?: number;
  readonly jsonPath: string;
}

/** A resource type with everything that discovery, OpenAPI and tables say about it. */
export interface ServedType extends ResourceType {
  readonly singular: string;
  readonly shortNames: readonly string[];
  readonly categories: readonly string[];
  readonly listKind: string;
  /** `status`, `scale`; for some built-ins also `eviction`, `binding`, `finalize`, `log`. */
  readonly subresources: readonly string[];
  readonly scale?: ScalePaths;
  readonly verbs: readonly string[];
  readonly builtIn: boolean;
  /** Of the whole object; `$ref`s lead to `builtInDefinition`. Absent for a custom resource that preserves everything. */
  readonly schema?: JsonSchema;
  /** Of custom resources: the CRD's columns. */
  readonly printerColumns: readonly PrinterColumn[];
  /** Dotted paths that field selectors may name, of custom resources. */
  readonly selectableFields?: readonly string[];
}
