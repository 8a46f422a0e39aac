import type { KubeObject } from "@bellwether/core";

const escapes: Readonly<Record<string, string>> = {
  "<": "\\u003c",
  ">": "\\u003e",
  "&": "\\u0026",
  "\u2028": "\\u2028",
  "\u2029": "\\u2029",
};
const known = new WeakMap<KubeObject, string>();

/**
 * JSON as Go writes it. Raw U+2028 and U+2029 would also split the lines of a watch for clients that read lines by
 * Unicode's rules.
 */
export function jsonText(value: unknown): string {
  return JSON.stringify(value).replaceAll(/[<>&\u2028\u2029]/g, (character) => escapes[character] ?? character);
}

/** The JSON of a stored object. Stored objects never change, so all lists and watches share one text. */
export function objectText(object: KubeObject): string {
  let text = known.get(object);
  if (text === undefined) {
    text = jsonText(object);
    known.set(object, text);
  }
  return text;
}
