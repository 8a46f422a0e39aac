import type { KubeObject } from "@bellwether/core";
import { atPath } from "../../api/json/json-object.ts";
import { ageText } from "./age.ts";

export type Cell = string | number | boolean | null;

export interface ColumnHeading {
  readonly name: string;
  readonly type: string;
  readonly format: string;
  readonly description: string;
  /** Columns above 0 are shown by `-o wide` only. */
  readonly priority: number;
}

/** One column of a table: how it is headed, and what it says about an object. */
export interface Column {
  readonly heading: ColumnHeading;
  /** `now` is in milliseconds since the epoch, for ages. */
  readonly cell: (object: KubeObject, now: number) => Cell;
}

export function column(name: string, cell: Column["cell"], heading: Partial<ColumnHeading> = {}): Column {
  return { heading: { name, type: "string", format: "", description: "", priority: 0, ...heading }, cell };
}

/** A column that only `-o wide` shows. */
export function wide(shown: Column): Column {
  return { ...shown, heading: { ...shown.heading, priority: 1 } };
}

export function text(name: string, path: string, absent: string = ""): Column {
  return column(name, (object) => textAt(object, path, absent));
}

export function integer(name: string, path: string): Column {
  return column(name, (object) => numberAt(object, path), { type: "integer" });
}

/** When the object was made, as a date. */
export function created(name: string): Column {
  return column(name, ({ metadata }) => metadata.creationTimestamp ?? null, { type: "date" });
}

export const nameColumn: Column = column("Name", ({ metadata }) => metadata.name ?? "", { format: "name" });
export const ageColumn: Column = column("Age", ({ metadata }, now) => ageText(metadata.creationTimestamp, now));

export function textAt(value: unknown, path: string, absent: string = ""): string {
  return printed(atPath(value, path)) || absent;
}

/** A value as kubectl prints it: scalars as they are, the rest as JSON, nothing for nothing. */
export function printed(value: unknown): string {
  if (typeof value === "string") return value;
  return value === undefined || value === null ? "" : JSON.stringify(value);
}

export function numberAt(value: unknown, path: string): number {
  const found = atPath(value, path);
  return typeof found === "number" ? found : 0;
}

export function listAt(value: unknown, path: string): readonly unknown[] {
  const found = atPath(value, path);
  return Array.isArray(found) ? found : [];
}

/** The items joined by commas, at most `limit` of them, `<none>` when there are none. */
export function joined(items: readonly string[], limit: number = Number.POSITIVE_INFINITY): string {
  if (items.length === 0) return "<none>";
  const shown = items.slice(0, limit).join(",");
  return items.length > limit ? `${shown} + ${items.length - limit} more...` : shown;
}
