import { apiVersionOf, type ApiError, type KubeObject, type ObjectMeta } from "@bellwether/core";
import { badRequest } from "../errors/status-error.ts";
import { invalid, invalidObject, type FieldError } from "../errors/field-error.ts";
import type { JsonObject } from "../json/json-object.ts";
import type { KindRules } from "../kinds/kind-rules.ts";
import type { WriteRequest } from "../requests.ts";
import { Admission, admit, type WrongType } from "../schema/admit.ts";
import { SchemaNode } from "../schema/schema-node.ts";
import type { ServedType } from "../types/served-type.ts";

export function nodeOf(type: ServedType): SchemaNode {
  return type.builtIn && type.schema !== undefined ? SchemaNode.of(type.schema) : SchemaNode.ofResource(type.schema);
}

export interface Accepted {
  readonly object: KubeObject;
  /** What its definitions' own checks found. */
  readonly faults: readonly FieldError[];
}

/** Decodes an object for its type: the admitted copy, or the refusal with which the API server answers a body it cannot read. */
export function accept(
  type: ServedType,
  rules: KindRules,
  object: JsonObject,
  request: WriteRequest,
  body: "object" | "patch",
): Accepted {
  const admission = new Admission(rules.definitions);
  // The server's own record is as it should be, and too large to be gone through at every write.
  const { managedFields, ...metadata } = (object["metadata"] ?? {}) as ObjectMeta;
  const admitted = admit(nodeOf(type), { ...object, metadata }, "", undefined, admission) as KubeObject;
  const copy =
    managedFields === undefined ? admitted : { ...admitted, metadata: { ...admitted.metadata, managedFields } };
  // What a custom resource has wrong outside its metadata is for its schema to tell.
  const wrong = admission.wrong.find(({ owner }) => type.builtIn || owner !== undefined);
  if (wrong !== undefined) throw undecodable(type, object, unmarshalText(wrong), body);
  if (admission.unknown.length > 0) {
    const texts = admission.unknown.map((field) => `unknown field ${JSON.stringify(field)}`);
    if (request.fieldValidation === "Strict")
      throw undecodable(type, object, `strict decoding error: ${texts.join(", ")}`, body);
    if (request.fieldValidation !== "Ignore") for (const text of texts) request.warn?.(text);
  }
  return { object: copy, faults: admission.invalid };
}

/** A body that cannot be decoded is a bad request; the result of a patch that cannot is an invalid patch, quoted whole. */
function undecodable(type: ServedType, object: JsonObject, why: string, body: "object" | "patch"): ApiError {
  if (body === "patch") {
    return invalidObject({ group: "", kind: "" }, "", [invalid("patch", JSON.stringify(object), why)]);
  }
  return badRequest(
    `${type.kind} in version ${JSON.stringify(apiVersionOf(type).split("/").at(-1))} cannot be handled as a ${type.kind}: ${why}`,
  );
}

/** In the words of Go's JSON decoder. */
function unmarshalText({ path, value, node, owner }: WrongType): string {
  const found =
    value === null ? "null" : Array.isArray(value) ? "array" : typeof value === "boolean" ? "bool" : typeof value;
  const struct = owner?.split(".").at(-1) ?? "";
  const shown = found === "number" ? `number ${JSON.stringify(value)}` : found;
  return `json: cannot unmarshal ${shown} into Go struct field ${struct}.${path.replaceAll(/\[\d+\]/g, "")} of type ${goType(node)}`;
}

function goType(node: SchemaNode): string {
  const { schema, definition, shape } = node;
  if (shape === "integer") return schema.format ?? "int64";
  if (shape === "boolean") return "bool";
  if (shape === "list") return `[]${goType(node.items)}`;
  const parts = definition?.split(".");
  if (parts !== undefined) return `${parts.at(-2)}.${parts.at(-1)}`;
  return shape === "object" ? "map[string]string" : shape;
}
