import { stringify } from "yaml";
import { fillTemplate } from "../jsonpath/template.ts";

const jsonpath = "jsonpath=";

/** An object in the format that `-o` names; undefined for formats that are not of objects. */
export function objectText(format: unknown, object: object): string | undefined {
  if (format === "json") return `${JSON.stringify(object, null, 2)}\n`;
  if (format === "yaml") return stringify(object);
  if (typeof format === "string" && format.startsWith(jsonpath))
    return fillTemplate(format.slice(jsonpath.length), object);
  return undefined;
}

export function isJsonpath(format: string): boolean {
  return format.startsWith(jsonpath);
}
