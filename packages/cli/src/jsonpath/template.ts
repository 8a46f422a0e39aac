import { RolloutError } from "@bellwether/core";
import { parsePath, type Path } from "./parse-path.ts";
import { valuesAt } from "./values-at.ts";

type Part =
  | { readonly type: "text"; readonly text: string }
  | { readonly type: "values"; readonly path: Path }
  | { readonly type: "range"; readonly path: Path; readonly body: readonly Part[] };

/** Fills kubectl's jsonpath template: `{.a}`, `{range .items[*]}…{end}`, `{"\n"}`. Bare text without braces is one path. */
export function fillTemplate(template: string, value: unknown): string {
  const parts = partsOf(tokensOf(template.includes("{") ? template : `{${template}}`), template);
  return render(parts, value);
}

type Token = { readonly text: string } | { readonly expression: string };

function tokensOf(template: string): Token[] {
  return template
    .split(/(\{(?:"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|[^{}"'])*\})/)
    .filter((piece) => piece !== "")
    .map((piece) =>
      piece.startsWith("{") && piece.endsWith("}") ? { expression: piece.slice(1, -1).trim() } : { text: piece },
    );
}

/** Takes tokens up to the matching `end`, or all of them at the top. */
function partsOf(tokens: Token[], template: string, inRange = false): readonly Part[] {
  const parts: Part[] = [];
  for (let token = tokens.shift(); token !== undefined; token = tokens.shift()) {
    if ("text" in token) {
      parts.push({ type: "text", text: token.text });
    } else if (token.expression === "end") {
      if (inRange) return parts;
      throw new RolloutError("USAGE_WRONG", `the jsonpath "${template}" has an end without a range`);
    } else if (token.expression.startsWith("range ")) {
      parts.push({
        type: "range",
        path: parsePath(token.expression.slice("range ".length).trim(), template),
        body: partsOf(tokens, template, true),
      });
    } else if (/^["']/.test(token.expression)) {
      parts.push({ type: "text", text: unquoted(token.expression) });
    } else {
      parts.push({ type: "values", path: parsePath(token.expression, template) });
    }
  }
  if (inRange) throw new RolloutError("USAGE_WRONG", `the jsonpath "${template}" has a range without an end`);
  return parts;
}

const escapes: Readonly<Record<string, string>> = { n: "\n", t: "\t", r: "\r" };

function unquoted(text: string): string {
  return text.slice(1, -1).replaceAll(/\\(.)/g, (_, letter: string) => escapes[letter] ?? letter);
}

function render(parts: readonly Part[], value: unknown): string {
  return parts
    .map((part) => {
      switch (part.type) {
        case "text":
          return part.text;
        case "values":
          return valuesAt(value, part.path).map(textOf).join(" ");
        case "range":
          return valuesAt(value, part.path)
            .map((one) => render(part.body, one))
            .join("");
      }
    })
    .join("");
}

function textOf(value: unknown): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}
