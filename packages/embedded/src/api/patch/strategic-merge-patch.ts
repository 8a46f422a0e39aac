import { deepEqual } from "../json/deep-equal.ts";
import { isObject, type JsonObject } from "../json/json-object.ts";
import { anyNode, type SchemaNode } from "../schema/schema-node.ts";

const orderPrefix = "$setElementOrder/";
const deletePrefix = "$deleteFromPrimitiveList/";

/** Kubernetes' strategic merge patch: the schema says which lists are merged, and by which key. */
export function strategicMergePatch(node: SchemaNode, target: unknown, patch: unknown): unknown {
  if (!isObject(patch)) return patch;
  const { $patch: directive, $retainKeys: retained, ...fields } = patch;
  if (directive === "delete") return undefined;
  if (directive === "replace") return fields;
  const result: JsonObject = isObject(target) ? { ...target } : {};
  if (Array.isArray(retained))
    for (const name of Object.keys(result)) if (!retained.includes(name)) delete result[name];
  for (const [name, value] of Object.entries(fields)) {
    if (name.startsWith(deletePrefix)) deleteFrom(result, name.slice(deletePrefix.length), value);
    else if (value === null) delete result[name];
    else if (!name.startsWith(orderPrefix))
      setOrDelete(result, name, mergeField(node.field(name) ?? anyNode(), result[name], value));
  }
  for (const [name, order] of Object.entries(fields)) {
    if (name.startsWith(orderPrefix)) reorder(result, name.slice(orderPrefix.length), order, node);
  }
  return result;
}

function setOrDelete(object: JsonObject, name: string, value: unknown): void {
  if (value === undefined) delete object[name];
  else object[name] = value;
}

function mergeField(field: SchemaNode, target: unknown, patch: unknown): unknown {
  const merges = field.site["x-kubernetes-patch-strategy"]?.split(",").includes("merge") ?? false;
  if (!Array.isArray(patch)) return strategicMergePatch(field, target, patch);
  const key = field.site["x-kubernetes-patch-merge-key"];
  const old: readonly unknown[] = Array.isArray(target) ? target : [];
  if (!merges || patch.some((item) => isObject(item) && item["$patch"] === "replace")) {
    return patch.filter((item) => !isObject(item) || item["$patch"] === undefined);
  }
  return key === undefined ? mergeSet(old, patch) : mergeByKey(field, key, old, patch);
}

function mergeSet(old: readonly unknown[], patch: readonly unknown[]): unknown[] {
  return [...old, ...patch.filter((item) => !old.some((other) => deepEqual(item, other)))];
}

function mergeByKey(field: SchemaNode, key: string, old: readonly unknown[], patch: readonly unknown[]): unknown[] {
  let items = [...old];
  for (const item of patch) {
    if (!isObject(item)) continue;
    const same = (other: unknown): boolean => isObject(other) && deepEqual(other[key], item[key]);
    if (item["$patch"] === "delete") items = items.filter((other) => !same(other));
    else {
      const at = items.findIndex(same);
      const merged = strategicMergePatch(field.items, items[at], item);
      if (at < 0) items.push(merged);
      else items[at] = merged;
    }
  }
  return items;
}

function deleteFrom(object: JsonObject, name: string, values: unknown): void {
  const list = object[name];
  if (Array.isArray(list) && Array.isArray(values))
    object[name] = list.filter((item) => !values.some((value) => deepEqual(item, value)));
}

/** Puts listed items in the wanted order; items that only the server has keep their place. */
function reorder(object: JsonObject, name: string, order: unknown, node: SchemaNode): void {
  const list = object[name];
  if (!Array.isArray(list) || !Array.isArray(order)) return;
  const key = node.field(name)?.site["x-kubernetes-patch-merge-key"];
  const identity = (item: unknown): string => JSON.stringify(key !== undefined && isObject(item) ? item[key] : item);
  const rank = new Map(order.map((item, i) => [identity(item), i]));
  const listed = list
    .filter((item) => rank.has(identity(item)))
    .sort((a, b) => (rank.get(identity(a)) ?? 0) - (rank.get(identity(b)) ?? 0));
  let next = 0;
  object[name] = list.map((item: unknown) => (rank.has(identity(item)) ? listed[next++] : item));
}
