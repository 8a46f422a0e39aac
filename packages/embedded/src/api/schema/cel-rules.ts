import { Optional } from "@marcbachmann/cel-js";
import type { FieldError } from "../errors/field-error.ts";
import { itemElement } from "../fields/path-element.ts";
import { isObject, type JsonObject } from "../json/json-object.ts";
import { evaluateRule, faultText } from "./cel-expression.ts";
import { celValue } from "./cel-value.ts";
import type { JsonSchema, ValidationRule } from "./json-schema.ts";
import type { SchemaNode } from "./schema-node.ts";

const withRules = new WeakMap<JsonSchema, boolean>();
const mentionsOldSelf = /\boldSelf\b/;

/** Faults that the `x-kubernetes-validations` of a schema find; transition rules compare with the value before. */
export function ruleFaults(node: SchemaNode, value: unknown, before: unknown): FieldError[] {
  const errors: FieldError[] = [];
  visit(node, value, before, "", errors);
  return errors;
}

function hasRules(schema: JsonSchema): boolean {
  let found = withRules.get(schema);
  if (found === undefined) {
    const children = [...Object.values(schema.properties ?? {}), schema.items, schema.additionalProperties];
    found =
      schema["x-kubernetes-validations"] !== undefined ||
      children.some((child) => typeof child === "object" && hasRules(child));
    withRules.set(schema, found);
  }
  return found;
}

function visit(node: SchemaNode, value: unknown, before: unknown, path: string, errors: FieldError[]): void {
  if (value === null || value === undefined || !hasRules(node.schema)) return;
  const rules = node.schema["x-kubernetes-validations"];
  if (rules !== undefined) {
    const self = celValue(node, value);
    const oldSelf = before === undefined || before === null ? undefined : celValue(node, before);
    for (const rule of rules) checkRule(node, rule, self, oldSelf, path, errors);
  }
  if (Array.isArray(value)) visitItems(node, value, before, path, errors);
  else if (isObject(value)) {
    const old: JsonObject = isObject(before) ? before : {};
    for (const [name, child] of Object.entries(value)) {
      const field = node.field(name);
      const childPath = node.isProperty(name) ? (path === "" ? name : `${path}.${name}`) : `${path}[${name}]`;
      if (field !== undefined) visit(field, child, old[name], childPath, errors);
    }
  }
}

/** Only items of a list map have a value before: those of other lists cannot be told apart. */
function visitItems(
  node: SchemaNode,
  list: readonly unknown[],
  before: unknown,
  path: string,
  errors: FieldError[],
): void {
  const correlated = node.listType === "map" && Array.isArray(before);
  const old = new Map(correlated ? before.map((item) => [itemElement(node, item), item]) : []);
  for (const [i, item] of list.entries())
    visit(node.items, item, correlated ? old.get(itemElement(node, item)) : undefined, `${path}[${i}]`, errors);
}

function checkRule(
  node: SchemaNode,
  rule: ValidationRule,
  self: unknown,
  oldSelf: unknown,
  path: string,
  errors: FieldError[],
): void {
  if (oldSelf === undefined && rule.optionalOldSelf !== true && mentionsOldSelf.test(rule.rule)) return;
  const variables = { self, oldSelf: rule.optionalOldSelf === true ? optional(oldSelf) : oldSelf };
  const field = path === "" ? "<nil>" : path;
  const place = rule.fieldPath === undefined ? field : path === "" ? rule.fieldPath.slice(1) : path + rule.fieldPath;
  const report = (detail: string): void => {
    errors.push({
      field: place,
      reason: reasonOf(rule),
      ...(hidesValue(rule) ? {} : { value: JSON.stringify(node.schema.type ?? "object") }),
      detail,
    });
  };
  try {
    if (evaluateRule(rule.rule, variables) !== true) report(messageOf(rule, variables));
  } catch (error) {
    report(`rule evaluation error: ${faultText(error)} evaluating rule: ${rule.message ?? rule.rule}`);
  }
}

function optional(value: unknown): Optional {
  return value === undefined ? Optional.none() : Optional.of(value);
}

const reasons = {
  FieldValueInvalid: true,
  FieldValueForbidden: true,
  FieldValueRequired: true,
  FieldValueDuplicate: true,
} as const;

function reasonOf({ reason = "FieldValueInvalid" }: ValidationRule): keyof typeof reasons {
  return reason in reasons ? (reason as keyof typeof reasons) : "FieldValueInvalid";
}

function hidesValue(rule: ValidationRule): boolean {
  return rule.reason === "FieldValueForbidden" || rule.reason === "FieldValueRequired";
}

function messageOf(rule: ValidationRule, variables: { self: unknown; oldSelf: unknown }): string {
  if (rule.messageExpression !== undefined) {
    try {
      const text = evaluateRule(rule.messageExpression, variables);
      if (typeof text === "string" && text.trim() !== "") return text.trim();
    } catch {
      // As in Kubernetes, a failing messageExpression leaves the fixed message.
    }
  }
  return rule.message ?? `failed rule: ${rule.rule}`;
}
