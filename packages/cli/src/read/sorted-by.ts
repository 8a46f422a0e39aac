import type { RolloutView } from "@bellwether/core";
import { parsePath } from "../jsonpath/parse-path.ts";
import { valuesAt } from "../jsonpath/values-at.ts";

/** Views in the order of one of their fields, numbers as numbers; as they are without one. */
export function sortedBy(views: readonly RolloutView[], field: string | undefined): readonly RolloutView[] {
  if (field === undefined) return views;
  const path = parsePath(field.replace(/^\{|\}$/g, ""));
  const key = (view: RolloutView): unknown => valuesAt(view, path)[0];
  return views.toSorted((a, b) => compared(key(a), key(b)));
}

function compared(a: unknown, b: unknown): number {
  if (typeof a === "number" && typeof b === "number") return a - b;
  return textOf(a).localeCompare(textOf(b));
}

function textOf(value: unknown): string {
  return typeof value === "string" ? value : (JSON.stringify(value) ?? "");
}
