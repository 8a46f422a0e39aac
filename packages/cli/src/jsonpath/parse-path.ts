import { RolloutError } from "@bellwether/core";

export type Literal = string | number | boolean;

/** One step into a value. */
export type PathStep =
  | { readonly type: "field"; readonly name: string }
  | { readonly type: "all" }
  | { readonly type: "slice"; readonly from: number | undefined; readonly to: number | undefined }
  | { readonly type: "index"; readonly index: number }
  | {
      readonly type: "filter";
      readonly path: Path;
      readonly operator: string | undefined;
      readonly value: Literal | undefined;
    };

export type Path = readonly PathStep[];

const stepPatterns: readonly (readonly [RegExp, (match: readonly string[]) => PathStep])[] = [
  [/^\.\*|^\[\*\]/, () => ({ type: "all" })],
  [/^\.((?:[^.[\\]|\\.)+)/, ([, name = ""]) => ({ type: "field", name: name.replaceAll(/\\(.)/g, "$1") })],
  [/^\['((?:[^'\\]|\\.)*)'\]/, ([, name = ""]) => ({ type: "field", name: name.replaceAll(/\\(.)/g, "$1") })],
  [/^\[(-?\d+)\]/, ([, index]) => ({ type: "index", index: Number(index) })],
  [/^\[(-?\d*):(-?\d*)\]/, ([, from, to]) => ({ type: "slice", from: numberOf(from), to: numberOf(to) })],
  [
    /^\[\?\(\s*@([^=!<>]*?)\s*(?:(==|!=|<=|>=|<|>)\s*([^)]+?)\s*)?\)\]/,
    ([, path = "", operator, value]) => ({
      type: "filter",
      path: parsePath(path, path),
      operator,
      value: value === undefined ? undefined : literalOf(value),
    }),
  ],
];

/** The steps of `.items[*].status['state']`. Throws USAGE_WRONG naming the part that does not read. */
export function parsePath(text: string, whole: string = text): Path {
  const steps: PathStep[] = [];
  let rest = text.replace(/^[@$]/, "");
  if (rest !== "" && !/^[.[]/.test(rest)) rest = `.${rest}`;
  while (rest !== "" && rest !== ".") {
    const found = stepPatterns
      .map(([pattern, build]) => ({ match: pattern.exec(rest), build }))
      .find(({ match }) => match !== null);
    if (found?.match == null) {
      throw new RolloutError("USAGE_WRONG", `"${rest}" in the jsonpath "${whole}" does not read`, {
        remedy: "fields, [*], indexes, slices and [?(@.field==value)] do",
      });
    }
    steps.push(found.build(found.match));
    rest = rest.slice(found.match[0].length);
  }
  return steps;
}

function numberOf(text: string | undefined): number | undefined {
  return text === undefined || text === "" ? undefined : Number(text);
}

function literalOf(text: string): Literal {
  const quoted = /^(['"])(.*)\1$/s.exec(text)?.[2];
  if (quoted !== undefined) return quoted;
  if (text === "true" || text === "false") return text === "true";
  return Number.isNaN(Number(text)) ? text : Number(text);
}
