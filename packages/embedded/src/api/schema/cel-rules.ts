import type { KubeObject } from "@bellwether/core";
import type { FieldError } from "../errors/field-error.ts";
import type { SchemaNode } from "./schema-node.ts";

export function ruleFaults(_node: SchemaNode, _object: KubeObject, _before: KubeObject | undefined): FieldError[] {
  return [];
}
