import type { Admission } from "./admit.ts";
import type { SchemaNode, Shape } from "./schema-node.ts";

const time = "io.k8s.apimachinery.pkg.apis.meta.v1.Time";
const microTime = "io.k8s.apimachinery.pkg.apis.meta.v1.MicroTime";
const rfc3339 = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/;
/** Go's MicroTime layout asks for exactly six decimals. */
const rfc3339Micro = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}(Z|[+-]\d\d:\d\d)$/;

const fits: Readonly<Record<Shape, (value: unknown, node: SchemaNode) => boolean>> = {
  any: () => true,
  object: () => false,
  list: () => false,
  string: (value, { definition }) =>
    typeof value === "string" &&
    (definition !== time || rfc3339.test(value)) &&
    (definition !== microTime || rfc3339Micro.test(value)),
  boolean: (value) => typeof value === "boolean",
  number: (value) => typeof value === "number",
  integer: (value, { schema }) =>
    Number.isInteger(value) && (schema.format !== "int32" || Math.abs(value as number) <= 2_147_483_647),
  "int-or-string": (value) => typeof value === "string" || Number.isInteger(value),
  quantity: (value) => typeof value === "string" || typeof value === "number",
};

/** A scalar or null as it is stored. */
export function admitScalar(
  node: SchemaNode,
  value: unknown,
  path: string,
  owner: string | undefined,
  admission: Admission,
): unknown {
  if (value === undefined || value === null) return value;
  if (!fits[node.shape](value, node)) {
    admission.wrong.push({ node, value, path, owner });
    return admission.rules === undefined ? value : undefined;
  }
  if (node.definition === time) return seconds(value as string);
  return node.shape === "quantity" && typeof value === "number" ? String(value) : value;
}

/** Times are stored in UTC and whole seconds. */
function seconds(text: string): string {
  return text.length === 20 && text.endsWith("Z") ? text : `${new Date(text).toISOString().slice(0, 19)}Z`;
}
