import type { ApiError, ResourceType } from "@bellwether/core";
import { statusError } from "./status-error.ts";

const wording = {
  FieldValueRequired: "Required value",
  FieldValueInvalid: "Invalid value",
  FieldValueDuplicate: "Duplicate value",
  FieldValueNotSupported: "Unsupported value",
  FieldValueForbidden: "Forbidden",
  FieldValueTooLong: "Too long",
  FieldValueTooMany: "Too many",
  FieldValueTypeInvalid: "Invalid value",
} as const;

type FieldErrorReason = keyof typeof wording;

export interface FieldError {
  readonly field: string;
  readonly reason: FieldErrorReason;
  /** As it is printed: quoted strings, plain numbers, JSON. Absent for Required, Forbidden and the lengths. */
  readonly value?: string;
  readonly detail?: string;
}

function printed(value: unknown): string {
  return value === undefined ? "null" : JSON.stringify(value);
}

export function required(field: string, detail?: string): FieldError {
  return { field, reason: "FieldValueRequired", ...(detail === undefined ? {} : { detail }) };
}

export function invalid(field: string, value: unknown, detail: string): FieldError {
  return { field, reason: "FieldValueInvalid", value: printed(value), detail };
}

export function typeInvalid(field: string, value: unknown, detail: string): FieldError {
  return { field, reason: "FieldValueTypeInvalid", value: printed(value), detail };
}

export function duplicate(field: string, value: unknown): FieldError {
  return { field, reason: "FieldValueDuplicate", value: printed(value) };
}

export function forbiddenField(field: string, detail: string): FieldError {
  return { field, reason: "FieldValueForbidden", detail };
}

export function notSupported(field: string, value: unknown, supported: readonly string[]): FieldError {
  const detail = `supported values: ${supported.map((v) => JSON.stringify(v)).join(", ")}`;
  return { field, reason: "FieldValueNotSupported", value: printed(value), detail };
}

export function tooLong(field: string, limit: number): FieldError {
  return { field, reason: "FieldValueTooLong", detail: `may not be more than ${limit} bytes` };
}

export function tooMany(field: string, actual: number, limit: number): FieldError {
  const detail = `must have at most ${limit} item${limit === 1 ? "" : "s"}`;
  return { field, reason: "FieldValueTooMany", value: String(actual), detail };
}

function causeMessage({ reason, value, detail }: FieldError): string {
  return [wording[reason], value, detail].filter((part) => part !== undefined && part !== "").join(": ");
}

/** 422 with one cause per field. */
export function invalidObject(
  type: Pick<ResourceType, "group" | "kind">,
  name: string,
  errors: readonly FieldError[],
): ApiError {
  const texts = errors.map((error) => `${error.field}: ${causeMessage(error)}`);
  const kind = type.group === "" ? type.kind : `${type.kind}.${type.group}`;
  const message = `${kind} ${JSON.stringify(name)} is invalid: ${texts.length === 1 ? texts[0] : `[${texts.join(", ")}]`}`;
  return statusError(422, "Invalid", message, {
    name,
    ...(type.group === "" ? {} : { group: type.group }),
    kind: type.kind,
    causes: errors.map((error) => ({ reason: error.reason, message: causeMessage(error), field: error.field })),
  });
}
