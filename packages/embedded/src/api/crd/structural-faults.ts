import { forbiddenField, invalid, required, type FieldError } from "../errors/field-error.ts";
import { ruleSyntaxFault } from "../schema/cel-expression.ts";
import { patternFault } from "../schema/pattern.ts";
import type { JsonSchema } from "../schema/json-schema.ts";

type Place = "root" | "field" | "item" | "value";

const placeText: Readonly<Record<Place, string>> = {
  root: "must not be empty at the root",
  field: "must not be empty for specified object fields",
  item: "must not be empty for specified array items",
  value: "must not be empty for specified object fields",
};

/** What keeps a schema from being structural: every field has one declared type, outside of any allOf or anyOf. */
export function structuralFaults(schema: JsonSchema, path: string): FieldError[] {
  const errors: FieldError[] = [];
  if (schema.type !== undefined && schema.type !== "object")
    errors.push(invalid(`${path}.type`, schema.type, "must be object at the root"));
  visit(schema, path, "root", errors);
  return errors;
}

function visit(schema: JsonSchema, path: string, place: Place, errors: FieldError[]): void {
  const untyped =
    schema["x-kubernetes-int-or-string"] === true || schema["x-kubernetes-preserve-unknown-fields"] === true;
  if ((schema.type === undefined || (schema.type as string) === "") && (!untyped || place === "root"))
    errors.push(required(`${path}.type`, placeText[place]));
  const { properties, additionalProperties, items } = schema;
  if (properties !== undefined && additionalProperties !== undefined && additionalProperties !== false) {
    errors.push(
      forbiddenField(`${path}.additionalProperties`, "additionalProperties and properties are mutual exclusive"),
    );
  }
  if (schema.uniqueItems === true)
    errors.push(
      forbiddenField(
        `${path}.uniqueItems`,
        "uniqueItems cannot be set to true since the runtime complexity becomes quadratic",
      ),
    );
  const fault = schema.pattern === undefined ? undefined : patternFault(schema.pattern);
  if (fault !== undefined)
    errors.push(invalid(`${path}.pattern`, schema.pattern, `must be a valid regular expression, but isn't: ${fault}`));
  if (schema.type === "array" && items === undefined) errors.push(required(`${path}.items`, "must be specified"));
  if (schema["x-kubernetes-list-type"] === "map") listMapFaults(schema, path, errors);
  for (const [i, { rule }] of (schema["x-kubernetes-validations"] ?? []).entries()) {
    const fault = ruleSyntaxFault(rule);
    if (fault !== undefined)
      errors.push(invalid(`${path}.x-kubernetes-validations[${i}].rule`, rule, `compilation failed: ${fault}`));
  }
  for (const [name, property] of Object.entries(properties ?? {})) {
    const metadata = place === "root" && (name === "metadata" || name === "apiVersion" || name === "kind");
    if (!metadata) visit(property, `${path}.properties[${name}]`, "field", errors);
  }
  if (typeof additionalProperties === "object")
    visit(additionalProperties, `${path}.additionalProperties`, "value", errors);
  if (items !== undefined) visit(items, `${path}.items`, "item", errors);
}

function listMapFaults(schema: JsonSchema, path: string, errors: FieldError[]): void {
  const keys = schema["x-kubernetes-list-map-keys"] ?? [];
  const { items } = schema;
  if (keys.length === 0)
    errors.push(required(`${path}.x-kubernetes-list-map-keys`, "must not be empty if x-kubernetes-list-type is map"));
  for (const key of keys) {
    const property = items?.properties?.[key];
    if (property === undefined)
      errors.push(invalid(`${path}.x-kubernetes-list-map-keys`, keys, `entries must all be names of item properties`));
    else if (property.default === undefined && items?.required?.includes(key) !== true) {
      errors.push(
        required(
          `${path}.items.properties[${key}].default`,
          "this property is in x-kubernetes-list-map-keys, so it must have a default or be a required property",
        ),
      );
    }
  }
}
