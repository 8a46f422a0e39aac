import { stringify } from "yaml";
import { templateOf } from "../jsonpath/format.ts";
import { fillTemplate } from "../jsonpath/template.ts";

/** An object in the format that `-o` names; undefined for formats that are not of objects. */
export function objectText(format: unknown, object: object): string | undefined {
  if (format === "json") return `${JSON.stringify(object, null, 2)}\n`;
  if (format === "yaml") return stringify(object);
  const template = typeof format === "string" ? templateOf(format) : undefined;
  return template === undefined ? undefined : fillTemplate(template, object);
}
