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

/** Common items take the applied order; those that only one side has stay before their next common neighbour, live ones first. */
function mergeItems(node: SchemaNode, live: readonly unknown[], applied: readonly unknown[]): unknown[] {
  const old = new Map(live.map((item) => [itemElement(node, item), item]));
  const fresh = new Map(applied.map((item) => [itemElement(node, item), item]));
  return mergedOrder([...old.keys()], [...fresh.keys()]).map((element) => {
    if (!fresh.has(element)) return old.get(element);
    const item = fresh.get(element);
    return node.listType === "map" ? mergeApplied(node.items, old.get(element), item) : item;
  });
}

function mergedOrder(live: readonly string[], applied: readonly string[]): readonly string[] {
  const inLive = new Set(live);
  const inApplied = new Set(applied);
  const common = applied.filter((element) => inLive.has(element));
  const order: string[] = [];
  let at = 0;
  let next = 0;
  const takeLive = (): void => {
    for (let element = live[at]; element !== undefined && element !== common[next]; element = live[++at]) {
      if (!inApplied.has(element)) order.push(element);
    }
  };
  for (const element of applied) {
    takeLive();
    order.push(element);
    if (element === common[next]) {
      next++;
      at++;
    }
  }
  takeLive();
  return order;
}
