import { isObject } from "../json/json-object.ts";
import { anyNode, type SchemaNode } from "../schema/schema-node.ts";
import { FieldSet } from "./field-set.ts";
import { fieldElement, itemElement } from "./path-element.ts";

/** The paths that an applied configuration claims: leaves, list items and the keys of maps. */
export function fieldsOf(node: SchemaNode, value: unknown): FieldSet {
  const set = new FieldSet();
  claim(node, value, [], set);
  return set;
}

function claim(node: SchemaNode, value: unknown, path: readonly string[], set: FieldSet): void {
  if (Array.isArray(value)) claimItems(node, value, path, set);
  else if (isObject(value) && !node.atomicMap) claimEntries(node, value, path, set);
  else set.insert(path);
}

function claimItems(node: SchemaNode, list: readonly unknown[], path: readonly string[], set: FieldSet): void {
  if (node.listType === "atomic") return set.insert(path);
  for (const item of list) {
    const itemPath = [...path, itemElement(node, item)];
    if (node.listType === "map") claim(node.items, item, itemPath, set);
    set.insert(itemPath);
  }
}

/** A key of a map is owned as such, next to what it leads to; a struct's field only when nothing is in it. */
function claimEntries(node: SchemaNode, value: Record<string, unknown>, path: readonly string[], set: FieldSet): void {
  for (const [name, child] of Object.entries(value)) {
    if (child === undefined) continue;
    const childPath = [...path, fieldElement(name)];
    claim(node.field(name) ?? anyNode(), child, childPath, set);
    const empty = isObject(child) && Object.keys(child).length === 0;
    if (empty || !node.isProperty(name)) set.insert(childPath);
  }
}
