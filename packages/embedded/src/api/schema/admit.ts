import type { FieldError } from "../errors/field-error.ts";
import { isObject, type JsonObject } from "../json/json-object.ts";
import type { JsonSchema } from "./json-schema.ts";
import { admitScalar } from "./scalar.ts";
import type { SchemaNode } from "./schema-node.ts";

/** A value that does not have the declared type. */
export interface WrongType {
  readonly path: string;
  readonly value: unknown;
  readonly node: SchemaNode;
  /** Definition of the object that holds the field, for the words of Go's decoder. */
  readonly owner: string | undefined;
}

/** What a kind's Go code does beyond its schema, by definition name. */
export interface DefinitionRules {
  readonly defaults: ReadonlyMap<string, (draft: JsonObject) => void>;
  readonly validations: ReadonlyMap<string, (value: JsonObject, path: string, errors: FieldError[]) => void>;
}

/** Collects what is wrong while a value is admitted. */
export class Admission {
  readonly rules: DefinitionRules | undefined;
  readonly unknown: string[] = [];
  readonly wrong: WrongType[] = [];
  readonly invalid: FieldError[] = [];

  /** With rules: a built-in kind, where null means absent and a wrong type is dropped with a finding. */
  constructor(rules: DefinitionRules | undefined) {
    this.rules = rules;
  }

  get isClean(): boolean {
    return this.wrong.length === 0 && this.unknown.length === 0 && this.invalid.length === 0;
  }
}

const admitted = new WeakMap<object, JsonSchema>();

/**
 * The value as it is stored: a frozen copy without undeclared fields and with defaults.
 * What was admitted for the same schema before is returned as it is, so a write costs what it changes.
 */
export function admit(
  node: SchemaNode,
  value: unknown,
  path: string,
  owner: string | undefined,
  admission: Admission,
): unknown {
  if (typeof value === "object" && value !== null) {
    if (admitted.get(value) === node.schema) return value;
    const copy = Array.isArray(value)
      ? admitList(node, value, path, owner, admission)
      : admitObject(node, value as JsonObject, path, owner, admission);
    if (typeof copy === "object" && copy !== null) {
      Object.freeze(copy);
      if (isLasting(path) && admission.isClean) admitted.set(copy, node.schema);
    }
    return copy;
  }
  return admitScalar(node, value, path, owner, admission);
}

/** The root and its metadata are new at every write: remembering them would only cost. */
function isLasting(path: string): boolean {
  return path !== "" && path !== "metadata";
}

function admitList(
  node: SchemaNode,
  list: readonly unknown[],
  path: string,
  owner: string | undefined,
  admission: Admission,
): unknown {
  if (node.shape !== "list" && node.shape !== "any") return wrongType(node, list, path, owner, admission);
  return list.map((item, i) => admit(node.items, item, `${path}[${i}]`, owner, admission));
}

function admitObject(
  node: SchemaNode,
  value: JsonObject,
  path: string,
  owner: string | undefined,
  admission: Admission,
): unknown {
  if (node.shape !== "object" && node.shape !== "any") return wrongType(node, value, path, owner, admission);
  const draft: JsonObject = {};
  for (const name of Object.keys(value)) {
    const child = value[name];
    if (child === undefined) continue;
    const field = node.field(name);
    if (field === undefined) {
      if (node.preservesUnknown || node.shape === "any") draft[name] = frozenCopy(child);
      else admission.unknown.push(join(path, name));
    } else if (child !== null || keepsNull(node, field)) draft[name] = child;
  }
  const { rules } = admission;
  for (const [name, field] of node.defaulted) if (draft[name] === undefined) draft[name] = field.default;
  if (rules !== undefined && node.definition !== undefined) rules.defaults.get(node.definition)?.(draft);
  const inner = node.definition ?? owner;
  for (const name of Object.keys(draft)) {
    const field = node.field(name);
    if (field === undefined) continue;
    const child = admit(field, draft[name], join(path, name), inner, admission);
    if (child === undefined || isLeftOut(node, name, field, child)) delete draft[name];
    else draft[name] = child;
  }
  if (rules !== undefined && node.definition !== undefined) {
    rules.validations.get(node.definition)?.(draft, path, admission.invalid);
  }
  return draft;
}

/** Go reads null as absent. In a custom resource a default replaces it, and validation refuses the rest. */
function keepsNull(node: SchemaNode, field: SchemaNode): boolean {
  if (field.schema.nullable === true || field.shape === "any") return true;
  return node.definition === undefined && field.default === undefined;
}

/** Go's structs leave out empty lists and maps, unless the field is always there. */
function isLeftOut(node: SchemaNode, name: string, field: SchemaNode, value: unknown): boolean {
  if (node.definition === undefined || node.isRequired(name)) return false;
  if (Array.isArray(value)) return value.length === 0;
  return field.isMap && isObject(value) && Object.keys(value).length === 0;
}

function wrongType(
  node: SchemaNode,
  value: unknown,
  path: string,
  owner: string | undefined,
  admission: Admission,
): unknown {
  admission.wrong.push({ node, value, path, owner });
  return admission.rules === undefined ? frozenCopy(value) : undefined;
}

function frozenCopy(value: unknown): unknown {
  if (Array.isArray(value)) return Object.freeze(value.map(frozenCopy));
  if (!isObject(value)) return value;
  const copy: JsonObject = {};
  for (const [name, child] of Object.entries(value)) if (child !== undefined) copy[name] = frozenCopy(child);
  return Object.freeze(copy);
}

function join(path: string, name: string): string {
  return path === "" ? name : `${path}.${name}`;
}
