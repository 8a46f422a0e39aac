const texts = new WeakMap<object, string>();

/** JSON with sorted keys and without null and absent fields: equal texts mean the same to an API server. */
export function canonical(value: unknown): string {
  if (typeof value !== "object" || value === null) return JSON.stringify(value) ?? "null";
  let text = texts.get(value);
  if (text === undefined) {
    text = Array.isArray(value) ? `[${value.map(canonical).join()}]` : `{${fields(value).join()}}`;
    if (Object.isFrozen(value)) texts.set(value, text);
  }
  return text;
}

export function same(a: unknown, b: unknown): boolean {
  return a === b || canonical(a ?? null) === canonical(b ?? null);
}

function fields(value: object): string[] {
  return Object.entries(value)
    .filter(([, field]) => field !== undefined && field !== null)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, field]) => `${JSON.stringify(name)}:${canonical(field)}`);
}
