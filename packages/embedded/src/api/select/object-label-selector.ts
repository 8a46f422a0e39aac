import { isObject } from "../json/json-object.ts";
import type { Labels } from "./label-selector.ts";

/** Whether a `LabelSelector` object (`matchLabels`, `matchExpressions`) selects the labels. */
export function selects(selector: unknown, labels: Labels): boolean {
  if (!isObject(selector)) return false;
  const wanted = (selector["matchLabels"] ?? {}) as Labels;
  const expressions = (selector["matchExpressions"] ?? []) as readonly {
    key: string;
    operator: string;
    values?: string[];
  }[];
  return (
    Object.entries(wanted).every(([key, value]) => labels[key] === value) &&
    expressions.every(({ key, operator, values = [] }) => {
      const value = labels[key];
      if (operator === "Exists") return value !== undefined;
      if (operator === "DoesNotExist") return value === undefined;
      const listed = value !== undefined && values.includes(value);
      return operator === "In" ? listed : !listed;
    })
  );
}

/** The selector as the text that list requests and scale objects carry. */
export function selectorText(selector: unknown): string {
  if (typeof selector === "string") return selector;
  if (!isObject(selector)) return "";
  const labels = Object.entries((selector["matchLabels"] ?? {}) as Labels).map(([key, value]) => `${key}=${value}`);
  const expressions = (selector["matchExpressions"] ?? []) as readonly {
    key: string;
    operator: string;
    values?: string[];
  }[];
  const texts = expressions.map(({ key, operator, values = [] }) => {
    if (operator === "Exists") return key;
    if (operator === "DoesNotExist") return `!${key}`;
    return `${key} ${operator === "In" ? "in" : "notin"} (${[...values].sort().join(",")})`;
  });
  return [...labels, ...texts].sort().join(",");
}
