import type { KubeObject } from "@bellwether/core";
import {
  duplicate,
  notSupported,
  required,
  tooMany,
  typeInvalid,
  type FieldError,
  invalid,
} from "../errors/field-error.ts";
import { deepEqual } from "../json/deep-equal.ts";
import { isObject, type JsonObject } from "../json/json-object.ts";
import { itemElement } from "../fields/path-element.ts";
import type { ServedType } from "../types/served-type.ts";
import { ruleFaults } from "./cel-rules.ts";
import type { JsonSchema } from "./json-schema.ts";
import { SchemaNode } from "./schema-node.ts";
import { checkNumber, checkString } from "./validate-scalar.ts";

const valid = new WeakMap<object, JsonSchema>();

/** Faults of a custom resource under its structural schema; rules run only on a value of the right shape. */
export function customResourceFaults(
  type: ServedType,
  object: KubeObject,
  before: KubeObject | undefined,
): FieldError[] {
  if (type.schema === undefined) return [];
  const node = SchemaNode.ofResource(type.schema);
  const errors: FieldError[] = [];
  for (const [name, child] of Object.entries(object)) {
    const field = node.field(name);
    if (field !== undefined && name !== "metadata") check(field, child, name, errors);
  }
  missing(node.schema, object, "", errors);
  return errors.length > 0 ? errors : ruleFaults(node, object, before);
}

function check(node: SchemaNode, value: unknown, path: string, errors: FieldError[]): void {
  if (isObject(value) && node.definition !== undefined) return;
  const cacheable = typeof value === "object" && value !== null && Object.isFrozen(value);
  if (cacheable && valid.get(value) === node.schema) return;
  const count = errors.length;
  checkValue(node, value, path, errors);
  if (cacheable && errors.length === count) valid.set(value, node.schema);
}

function checkValue(node: SchemaNode, value: unknown, path: string, errors: FieldError[]): void {
  const { schema } = node;
  if (value === null && schema.nullable === true) return;
  if (!hasType(node, value)) {
    const wanted = node.shape === "int-or-string" ? "integer,string" : schema.type;
    errors.push(
      typeInvalid(
        path,
        typeName(value),
        `${path} in body must be of type ${wanted}: ${JSON.stringify(typeName(value))}`,
      ),
    );
    return;
  }
  if (schema.enum !== undefined && !schema.enum.some((allowed) => deepEqual(allowed, value))) {
    errors.push(
      notSupported(
        path,
        value,
        schema.enum.map((allowed) => (typeof allowed === "string" ? allowed : JSON.stringify(allowed))),
      ),
    );
  }
  if (typeof value === "string") checkString(schema, value, path, errors);
  else if (typeof value === "number") checkNumber(schema, value, path, errors);
  else if (Array.isArray(value)) checkList(node, value, path, errors);
  else if (isObject(value)) checkObject(node, value, path, errors);
  checkCombinations(schema, value, path, errors);
}

function hasType(node: SchemaNode, value: unknown): boolean {
  switch (node.shape) {
    case "any":
      return true;
    case "object":
      return isObject(value);
    case "list":
      return Array.isArray(value);
    case "integer":
      return Number.isInteger(value);
    case "int-or-string":
      return Number.isInteger(value) || typeof value === "string";
    case "quantity":
      return typeof value === "number" || typeof value === "string";
    default:
      return typeof value === node.shape;
  }
}

function typeName(value: unknown): string {
  if (value === null) return "null";
  if (Array.isArray(value)) return "array";
  if (typeof value === "number") return Number.isInteger(value) ? "integer" : "number";
  return typeof value;
}

function checkList(node: SchemaNode, list: readonly unknown[], path: string, errors: FieldError[]): void {
  const { minItems, maxItems } = node.schema;
  if (maxItems !== undefined && list.length > maxItems) errors.push(tooMany(path, list.length, maxItems));
  if (minItems !== undefined && list.length < minItems)
    errors.push(invalid(path, list.length, `${path} in body should have at least ${minItems} items`));
  for (const [i, item] of list.entries()) check(node.items, item, `${path}[${i}]`, errors);
  if (node.listType === "atomic") return;
  const seen = new Set<string>();
  for (const [i, item] of list.entries()) {
    const element = itemElement(node, item);
    if (seen.has(element))
      errors.push(duplicate(`${path}[${i}]`, node.listType === "map" ? JSON.parse(element.slice(2)) : item));
    seen.add(element);
  }
}

function checkObject(node: SchemaNode, value: JsonObject, path: string, errors: FieldError[]): void {
  const { minProperties, maxProperties } = node.schema;
  const count = Object.keys(value).length;
  if (maxProperties !== undefined && count > maxProperties) errors.push(tooMany(path, count, maxProperties));
  if (minProperties !== undefined && count < minProperties)
    errors.push(invalid(path, count, `${path} in body should have at least ${minProperties} properties`));
  missing(node.schema, value, path, errors);
  for (const [name, child] of Object.entries(value)) {
    const field = node.field(name);
    if (field !== undefined) check(field, child, path === "" ? name : `${path}.${name}`, errors);
  }
}

function missing(schema: JsonSchema, value: JsonObject, path: string, errors: FieldError[]): void {
  for (const name of schema.required ?? []) {
    if (value[name] === undefined) errors.push(required(path === "" ? name : `${path}.${name}`));
  }
}

/** allOf, anyOf, oneOf and not hold value checks only: a structural schema declares every field outside of them. */
function checkCombinations(schema: JsonSchema, value: unknown, path: string, errors: FieldError[]): void {
  const { allOf, anyOf, oneOf, not } = schema;
  const faults = (part: JsonSchema): FieldError[] => {
    const found: FieldError[] = [];
    checkValue(SchemaNode.of(part), value, path, found);
    return found;
  };
  for (const part of allOf ?? []) errors.push(...faults(part));
  const where = path === "" ? '""' : JSON.stringify(path);
  if (anyOf !== undefined && !anyOf.some((part) => faults(part).length === 0))
    errors.push(invalid(path, value, `${where} must validate at least one schema (anyOf)`));
  const matching = oneOf?.filter((part) => faults(part).length === 0).length;
  if (matching !== undefined && matching !== 1)
    errors.push(
      invalid(
        path,
        value,
        `${where} must validate one and only one schema (oneOf). Found ${matching === 0 ? "none" : matching} valid`,
      ),
    );
  if (not !== undefined && faults(not).length === 0)
    errors.push(invalid(path, value, `${where} must not validate the schema (not)`));
}
