const compiled = new Map<string, RegExp | string>();

/** RE2 spells some things unlike JavaScript: a leading `(?i)`, `\A`, `\z`, `(?P<name>`. */
function translated(pattern: string): RegExp {
  const flags = /^\(\?([ims]+)\)/.exec(pattern);
  const source = pattern
    .slice(flags?.[0].length ?? 0)
    .replaceAll("(?P<", "(?<")
    .replaceAll(String.raw`\A`, "^")
    .replaceAll(String.raw`\z`, "$");
  try {
    return new RegExp(source, `${flags?.[1] ?? ""}u`);
  } catch {
    // Without Unicode mode, JavaScript is as lenient about needless escapes as RE2.
    return new RegExp(source, flags?.[1] ?? "");
  }
}

function compile(pattern: string): RegExp | string {
  let result = compiled.get(pattern);
  if (result === undefined) {
    try {
      result = translated(pattern);
    } catch (error) {
      result = error instanceof Error ? error.message : String(error);
    }
    if (compiled.size > 10_000) compiled.clear();
    compiled.set(pattern, result);
  }
  return result;
}

/** Why the pattern is no regular expression; undefined when it is one. */
export function patternFault(pattern: string): string | undefined {
  const result = compile(pattern);
  return typeof result === "string" ? result : undefined;
}

export function matchesPattern(pattern: string, text: string): boolean {
  const result = compile(pattern);
  return typeof result !== "string" && result.test(text);
}
