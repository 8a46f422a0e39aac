import { isObject, type JsonObject } from "../json/json-object.ts";
import type { SchemaNode } from "./schema-node.ts";

const reserved = new Set([
  "true",
  "false",
  "null",
  "in",
  "as",
  "break",
  "const",
  "continue",
  "else",
  "for",
  "function",
  "if",
  "import",
  "let",
  "loop",
  "package",
  "namespace",
  "return",
  "var",
  "void",
  "while",
]);

/** How a rule spells a property whose name is no CEL identifier. */
function escaped(name: string): string {
  if (reserved.has(name)) return `__${name}__`;
  return name
    .replaceAll("__", "__underscores__")
    .replaceAll(".", "__dot__")
    .replaceAll("-", "__dash__")
    .replaceAll("/", "__slash__");
}

/** A JSON value as CEL sees it: declared integers are ints, numbers doubles, properties under their escaped names. */
export function celValue(node: SchemaNode, value: unknown): unknown {
  if (typeof value === "number") return node.shape !== "number" && Number.isInteger(value) ? BigInt(value) : value;
  if (Array.isArray(value)) return value.map((item) => celValue(node.items, item));
  if (!isObject(value)) return value;
  const result: JsonObject = {};
  for (const [name, child] of Object.entries(value)) {
    const field = node.field(name);
    const key = node.isProperty(name) ? escaped(name) : name;
    result[key] = field === undefined ? celValue(node, child) : celValue(field, child);
  }
  return result;
}
