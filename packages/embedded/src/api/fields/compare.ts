import { deepEqual } from "../json/deep-equal.ts";
import { isObject, type JsonObject } from "../json/json-object.ts";
import { anyNode, type SchemaNode } from "../schema/schema-node.ts";
import { FieldSet } from "./field-set.ts";
import { fieldElement, itemElement } from "./path-element.ts";

/** How two states of an object differ, as the paths that a writer takes over or gives up. */
export class Comparison {
  readonly added: FieldSet = new FieldSet();
  readonly modified: FieldSet = new FieldSet();
  readonly removed: FieldSet = new FieldSet();

  get isSame(): boolean {
    return this.added.isEmpty && this.modified.isEmpty && this.removed.isEmpty;
  }
}

export function compare(node: SchemaNode, before: unknown, after: unknown): Comparison {
  const comparison = new Comparison();
  visit(node, before, after, [], comparison);
  return comparison;
}

function visit(node: SchemaNode, before: unknown, after: unknown, path: readonly string[], into: Comparison): void {
  if (before === after) return;
  if (hasItems(node, before) || hasItems(node, after)) visitItems(node, before, after, path, into);
  else if (hasFields(node, before) || hasFields(node, after)) visitFields(node, before, after, path, into);
  else if (before === undefined) return into.added.insert(path);
  else if (after === undefined) return into.removed.insert(path);
  else if (!deepEqual(before, after)) return into.modified.insert(path);
  else return;
  if (before === undefined) into.added.insert(path);
  else if (after === undefined) into.removed.insert(path);
}

/** An empty list or map counts as a leaf, so that its presence can be owned. */
function hasItems(node: SchemaNode, value: unknown): value is readonly unknown[] {
  return Array.isArray(value) && value.length > 0 && node.listType !== "atomic";
}

function hasFields(node: SchemaNode, value: unknown): value is JsonObject {
  return isObject(value) && !node.atomicMap && Object.keys(value).length > 0;
}

function visitItems(
  node: SchemaNode,
  before: unknown,
  after: unknown,
  path: readonly string[],
  into: Comparison,
): void {
  const old = itemsByElement(node, before);
  const fresh = itemsByElement(node, after);
  for (const [element, item] of old) visit(node.items, item, fresh.get(element), [...path, element], into);
  for (const [element, item] of fresh)
    if (!old.has(element)) visit(node.items, undefined, item, [...path, element], into);
}

function itemsByElement(node: SchemaNode, list: unknown): ReadonlyMap<string, unknown> {
  return new Map(Array.isArray(list) ? list.map((item) => [itemElement(node, item), item]) : []);
}

function visitFields(
  node: SchemaNode,
  before: unknown,
  after: unknown,
  path: readonly string[],
  into: Comparison,
): void {
  const old = isObject(before) ? before : undefined;
  const fresh = isObject(after) ? after : {};
  for (const name of Object.keys(old ?? {})) {
    if (old?.[name] === fresh[name]) continue;
    visit(node.field(name) ?? anyNode(), old?.[name], fresh[name], [...path, fieldElement(name)], into);
  }
  for (const name of Object.keys(fresh)) {
    if (old?.[name] !== undefined) continue;
    const field = node.field(name);
    const absent = old === undefined ? undefined : zeroValue(node, field, name);
    visit(field ?? anyNode(), absent, fresh[name], [...path, fieldElement(name)], into);
  }
}

/** What Go prints for a struct's field that was never set: fields without `omitempty` are there, so nobody adds them. */
function zeroValue(parent: SchemaNode, field: SchemaNode | undefined, name: string): unknown {
  if (parent.definition === undefined || field === undefined) return undefined;
  const { default: value } = field;
  if (isObject(value) || value === "" || value === 0 || value === false) return value;
  return parent.isRequired(name) && field.shape === "list" ? null : undefined;
}
