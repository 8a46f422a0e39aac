import { isObject, type JsonObject } from "../json/json-object.ts";
import { anyNode, type SchemaNode } from "../schema/schema-node.ts";
import type { FieldSet } from "./field-set.ts";
import { fieldElement, itemElement } from "./path-element.ts";

/** Takes out what the applier owned before (`last`) and nobody owns any more. */
export function withoutGivenUp(node: SchemaNode, value: unknown, last: FieldSet, owned: FieldSet | undefined): unknown {
  if (Array.isArray(value)) {
    return value.flatMap((item) => {
      const kept = keep(
        node.items,
        item,
        last.children.get(itemElement(node, item)),
        owned?.children.get(itemElement(node, item)),
      );
      return kept === undefined ? [] : [kept];
    });
  }
  if (!isObject(value)) return value;
  const rest: JsonObject = {};
  for (const [name, child] of Object.entries(value)) {
    const element = fieldElement(name);
    const kept = keep(node.field(name) ?? anyNode(), child, last.children.get(element), owned?.children.get(element));
    if (kept !== undefined) rest[name] = kept;
  }
  return rest;
}

function keep(node: SchemaNode, value: unknown, last: FieldSet | undefined, owned: FieldSet | undefined): unknown {
  if (last === undefined) return value;
  if (owned === undefined) return undefined;
  return last.children.size === 0 ? value : withoutGivenUp(node, value, last, owned);
}
