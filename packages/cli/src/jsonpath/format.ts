const prefix = "jsonpath=";

/** The template in the format `jsonpath=TEMPLATE`; undefined for any other format. */
export function templateOf(format: string): string | undefined {
  return format.startsWith(prefix) ? format.slice(prefix.length) : undefined;
}
