import definitions from "../../gen/built-in-schemas.json" with { type: "json" };
import type { JsonSchema } from "./json-schema.ts";

const schemas = definitions as unknown as Readonly<Record<string, JsonSchema>>;
const prefix = "#/components/schemas/";

/** A definition of the Kubernetes 1.35 OpenAPI documents, by its full name (`io.k8s.api.apps.v1.Deployment`). */
export function builtInDefinition(name: string): JsonSchema {
  const schema = schemas[name];
  if (schema === undefined) throw new Error(`There is no built-in schema definition "${name}".`);
  return schema;
}

export function builtInReference(name: string): JsonSchema {
  return { $ref: prefix + name };
}

/** The definition that a `$ref` names. */
export function referencedName(ref: string): string {
  return ref.slice(prefix.length);
}
