import { isObject, type JsonObject } from "../json/json-object.ts";
import type { SchemaNode } from "../schema/schema-node.ts";

/** Of a field in an object. */
export function fieldElement(name: string): string {
  return `f:${name}`;
}

/** Of an item in a set or a list map, in the spelling of `fieldsV1`; an absent key counts as its default. */
export function itemElement(list: SchemaNode, item: unknown): string {
  if (list.listType === "set") return `v:${JSON.stringify(item)}`;
  const keys: JsonObject = {};
  for (const key of [...list.listKeys].sort()) {
    const value = (isObject(item) ? item[key] : undefined) ?? list.items.field(key)?.default;
    if (value !== undefined) keys[key] = value;
  }
  return `k:${JSON.stringify(keys)}`;
}

/** A path as conflict messages print it: `.spec.containers[name="web"].image`. */
export function pathText(path: readonly string[]): string {
  return path.map(elementText).join("");
}

function elementText(element: string): string {
  const text = element.slice(2);
  if (element.startsWith("f:")) return `.${text}`;
  if (element.startsWith("v:")) return `[=${text}]`;
  const keys = Object.entries(JSON.parse(text) as JsonObject);
  return `[${keys.map(([key, value]) => `${key}=${JSON.stringify(value)}`).join(",")}]`;
}
