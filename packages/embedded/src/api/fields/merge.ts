import { isObject, type JsonObject } from "../json/json-object.ts";
import { anyNode, type SchemaNode } from "../schema/schema-node.ts";
import { itemElement } from "./path-element.ts";

/** Lays an applied configuration over a live value; maps, sets and list maps are united, the rest is replaced. */
export function mergeApplied(node: SchemaNode, live: unknown, applied: unknown): unknown {
  if (live === undefined || live === null) return applied;
  if (applied === undefined) return live;
  if (Array.isArray(live) && Array.isArray(applied) && node.listType !== "atomic")
    return mergeItems(node, live, applied);
  if (!isObject(live) || !isObject(applied) || node.atomicMap) return applied;
  const merged: JsonObject = { ...live };
  for (const [name, value] of Object.entries(applied)) {
    if (value !== undefined) merged[name] = mergeApplied(node.field(name) ?? anyNode(), live[name], value);
  }
  return merged;
}

/** Items keep the applied order; those that only live has stay where they were before their next common neighbour. */
function mergeItems(node: SchemaNode, live: readonly unknown[], applied: readonly unknown[]): unknown[] {
  const old = new Map(live.map((item) => [itemElement(node, item), item]));
  const fresh = new Map(applied.map((item) => [itemElement(node, item), item]));
  const liveOrder = [...old.keys()];
  const merged: unknown[] = [];
  let next = 0;
  for (const [element, item] of fresh) {
    const at = liveOrder.indexOf(element);
    for (; next < at; next++) {
      const between = liveOrder[next] ?? "";
      if (!fresh.has(between)) merged.push(old.get(between));
    }
    if (at >= next) next = at + 1;
    merged.push(node.listType === "map" ? mergeApplied(node.items, old.get(element), item) : item);
  }
  for (const element of liveOrder.slice(next)) if (!fresh.has(element)) merged.push(old.get(element));
  return merged;
}
