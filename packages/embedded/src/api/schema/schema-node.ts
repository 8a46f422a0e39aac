import type { Json } from "@bellwether/core";
import { builtInDefinition, builtInReference, referencedName } from "./built-in-definitions.ts";
import type { JsonSchema } from "./json-schema.ts";

export type Shape =
  | "object"
  | "list"
  | "string"
  | "integer"
  | "number"
  | "boolean"
  | "int-or-string"
  | "quantity"
  | "any";

const objectMeta = "io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta";
const quantity = "io.k8s.apimachinery.pkg.api.resource.Quantity";
const intOrString = "io.k8s.apimachinery.pkg.util.intstr.IntOrString";
const freeForm = new Set([
  "io.k8s.apimachinery.pkg.apis.meta.v1.FieldsV1",
  "io.k8s.apimachinery.pkg.runtime.RawExtension",
]);
const nodes = new WeakMap<JsonSchema, SchemaNode>();

/**
 * A schema, resolved as far as walking it needs: one node for each place in the tree, its children made on first use.
 * Nodes of built-in definitions are shared by all clusters of the process.
 */
export class SchemaNode {
  /** At this place: default, list type, merge key and strategy. */
  readonly site: JsonSchema;
  /** Of the value: properties, constraints. Equal for all places that refer to one definition. */
  readonly schema: JsonSchema;
  /** Full name of the built-in definition, if it is one. */
  readonly definition: string | undefined;
  readonly shape: Shape;
  readonly listType: "atomic" | "set" | "map";
  readonly listKeys: readonly string[];
  readonly atomicMap: boolean;
  readonly preservesUnknown: boolean;
  readonly embedded: boolean;
  readonly default: Json | undefined;
  readonly #children = new Map<string, SchemaNode | undefined>();
  #items: SchemaNode | undefined;
  #defaulted: readonly [string, SchemaNode][] | undefined;

  private constructor(site: JsonSchema, embedded: boolean) {
    this.site = site;
    this.definition = site.$ref === undefined ? undefined : referencedName(site.$ref);
    this.schema = this.definition === undefined ? site : builtInDefinition(this.definition);
    this.shape = shapeOf(this.schema, this.definition);
    this.listType = site["x-kubernetes-list-type"] ?? "atomic";
    this.listKeys = site["x-kubernetes-list-map-keys"] ?? [];
    this.atomicMap = (site["x-kubernetes-map-type"] ?? this.schema["x-kubernetes-map-type"]) === "atomic";
    this.preservesUnknown =
      this.schema["x-kubernetes-preserve-unknown-fields"] === true ||
      (this.definition !== undefined && freeForm.has(this.definition));
    this.embedded = embedded || this.schema["x-kubernetes-embedded-resource"] === true;
    this.default = site.default;
  }

  static of(schema: JsonSchema): SchemaNode {
    return nodeOf(schema, false);
  }

  /** Of a whole custom resource: apiVersion, kind and metadata are declared even where its schema leaves them out. */
  static ofResource(schema: JsonSchema = anyResource): SchemaNode {
    return nodeOf(schema, true);
  }

  static create(schema: JsonSchema, embedded: boolean): SchemaNode {
    return new SchemaNode(schema, embedded);
  }

  /** Undefined: the schema does not declare the field. */
  field(name: string): SchemaNode | undefined {
    if (!this.#children.has(name)) this.#children.set(name, this.#declared(name));
    return this.#children.get(name);
  }

  /** True for a struct's own fields, false for the keys of a map. */
  isProperty(name: string): boolean {
    return this.schema.properties?.[name] !== undefined || (this.embedded && resourceField(name) !== undefined);
  }

  /** An object whose keys are free and whose values are declared. */
  get isMap(): boolean {
    return this.schema.properties === undefined && typeof this.schema.additionalProperties === "object";
  }

  get items(): SchemaNode {
    this.#items ??= nodeOf(this.schema.items ?? anything, false);
    return this.#items;
  }

  /** The properties that have a default. */
  get defaulted(): readonly [string, SchemaNode][] {
    this.#defaulted ??= Object.keys(this.schema.properties ?? {}).flatMap((name): [string, SchemaNode][] => {
      const child = this.field(name);
      return child?.default === undefined ? [] : [[name, child]];
    });
    return this.#defaulted;
  }

  isRequired(name: string): boolean {
    return this.schema.required?.includes(name) ?? false;
  }

  #declared(name: string): SchemaNode | undefined {
    if (this.embedded) {
      const own = resourceField(name);
      if (own !== undefined) return own;
    }
    const property = this.schema.properties?.[name];
    if (property !== undefined) return nodeOf(property, false);
    const { additionalProperties } = this.schema;
    if (typeof additionalProperties === "object") return nodeOf(additionalProperties, false);
    return additionalProperties === true ? anyNode() : undefined;
  }
}

const anything: JsonSchema = { "x-kubernetes-preserve-unknown-fields": true };
const anyResource: JsonSchema = { type: "object", "x-kubernetes-preserve-unknown-fields": true };
const resourceFields: Readonly<Record<string, JsonSchema>> = {
  apiVersion: { type: "string" },
  kind: { type: "string" },
  metadata: builtInReference(objectMeta),
};

export function anyNode(): SchemaNode {
  return nodeOf(anything, false);
}

function resourceField(name: string): SchemaNode | undefined {
  const schema = resourceFields[name];
  return schema === undefined ? undefined : nodeOf(schema, false);
}

function nodeOf(schema: JsonSchema, resource: boolean): SchemaNode {
  let node = nodes.get(schema);
  if (node === undefined) {
    node = SchemaNode.create(schema, resource);
    nodes.set(schema, node);
  }
  return node;
}

function shapeOf(schema: JsonSchema, definition: string | undefined): Shape {
  if (definition === quantity) return "quantity";
  if (definition === intOrString || schema["x-kubernetes-int-or-string"] === true) return "int-or-string";
  if (schema.type === "array") return "list";
  return schema.type ?? (schema.properties === undefined ? "any" : "object");
}
