import { invalid, tooLong, type FieldError } from "../errors/field-error.ts";
import type { JsonSchema } from "./json-schema.ts";
import { matchesPattern } from "./pattern.ts";

const formats: Readonly<Record<string, RegExp>> = {
  "date-time": /^\d{4}-\d\d-\d\d[Tt]\d\d:\d\d:\d\d(\.\d+)?([Zz]|[+-]\d\d:\d\d)$/,
  date: /^\d{4}-\d\d-\d\d$/,
  uuid: /^[0-9a-f]{8}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{12}$/i,
  ipv4: /^(\d{1,3}\.){3}\d{1,3}$/,
  duration: /^-?(\d+(\.\d*)?(ns|us|µs|ms|s|m|h))+$|^0$/,
};

export function checkString(schema: JsonSchema, value: string, path: string, errors: FieldError[]): void {
  const { minLength, maxLength, pattern, format } = schema;
  if (maxLength !== undefined && [...value].length > maxLength) errors.push(tooLong(path, maxLength));
  if (minLength !== undefined && [...value].length < minLength)
    errors.push(invalid(path, value, `${path} in body should be at least ${minLength} chars long`));
  if (pattern !== undefined && !matchesPattern(pattern, value))
    errors.push(invalid(path, value, `${path} in body should match '${pattern}'`));
  if (format !== undefined && formats[format]?.test(value) === false)
    errors.push(invalid(path, value, `${path} in body must be of type ${format}: ${JSON.stringify(value)}`));
}

export function checkNumber(schema: JsonSchema, value: number, path: string, errors: FieldError[]): void {
  const { minimum, maximum, exclusiveMinimum, exclusiveMaximum, multipleOf, format } = schema;
  if (minimum !== undefined && (value < minimum || (exclusiveMinimum === true && value === minimum))) {
    errors.push(
      invalid(
        path,
        value,
        `${path} in body should be greater than ${exclusiveMinimum === true ? "" : "or equal to "}${minimum}`,
      ),
    );
  }
  if (maximum !== undefined && (value > maximum || (exclusiveMaximum === true && value === maximum))) {
    errors.push(
      invalid(
        path,
        value,
        `${path} in body should be less than ${exclusiveMaximum === true ? "" : "or equal to "}${maximum}`,
      ),
    );
  }
  if (multipleOf !== undefined && value % multipleOf !== 0)
    errors.push(invalid(path, value, `${path} in body should be a multiple of ${multipleOf}`));
  if (format === "int32" && Math.abs(value) > 2_147_483_647)
    errors.push(invalid(path, value, `${path} in body must be of type int32: ${JSON.stringify(String(value))}`));
}
