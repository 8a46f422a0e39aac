import type { Json } from "@bellwether/core";

/** A JSON object under construction. */
export type JsonObject = Record<string, unknown>;

export function isObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Copies what is not frozen, so that the caller's later changes do not reach the store. */
export function snapshot<T>(value: T): T {
  if (typeof value !== "object" || value === null || Object.isFrozen(value)) return value;
  if (Array.isArray(value)) return value.map(snapshot) as T;
  const copy: JsonObject = {};
  for (const [key, child] of Object.entries(value)) if (child !== undefined) copy[key] = snapshot(child);
  return copy as T;
}

export function childObject(value: unknown, field: string): JsonObject | undefined {
  const child = isObject(value) ? value[field] : undefined;
  return isObject(child) ? child : undefined;
}

/** What a dotted path (`.spec.replicas`) leads to. */
export function atPath(value: unknown, path: string): unknown {
  let current = value;
  for (const field of path.split(".")) {
    if (field === "") continue;
    if (!isObject(current)) return undefined;
    current = current[field];
  }
  return current;
}

/** The same value with another one at the dotted path; objects on the way are copied. */
export function withPath(value: unknown, path: string, leaf: Json | undefined): JsonObject {
  const [head = "", ...rest] = path.split(".").filter((field) => field !== "");
  const copy: JsonObject = isObject(value) ? { ...value } : {};
  copy[head] = rest.length === 0 ? leaf : withPath(copy[head], rest.join("."), leaf);
  return copy;
}
