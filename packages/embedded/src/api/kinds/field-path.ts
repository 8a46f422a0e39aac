import { invalid, type FieldError } from "../errors/field-error.ts";
import { isObject, type JsonObject } from "../json/json-object.ts";

export type Validation = (value: JsonObject, path: string, errors: FieldError[]) => void;

export function at(path: string, field: string): string {
  return path === "" ? field : `${path}.${field}`;
}

export function objects(value: unknown): readonly JsonObject[] {
  return Array.isArray(value) ? value.filter(isObject) : [];
}

export function portNumber(port: unknown, field: string, errors: FieldError[]): void {
  if (typeof port === "number" && (port < 1 || port > 65_535))
    errors.push(invalid(field, port, "must be between 1 and 65535, inclusive"));
}
