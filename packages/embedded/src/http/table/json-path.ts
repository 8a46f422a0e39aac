import { isObject } from "../../api/json/json-object.ts";
import { printed } from "./column.ts";

type Step = (values: readonly unknown[]) => readonly unknown[];

const field = /^\.?((?:\\.|[^.[\]\\])+)/;
const quoted = /^\[(['"])((?:\\.|(?!\1).)*)\1\]/;
const index = /^\[(-?\d+)\]/;
const every = /^(?:\[\*\]|\.\*)/;
const filter = /^\[\?\(\s*@((?:\\.|[^=!<>\s])*)\s*(?:(==|!=)\s*(.+?))?\s*\)\]/;
const compiled = new Map<string, readonly Step[] | undefined>();

/**
 * What a printer column's path leads to, in order. Fields, indexes, `[*]` and equality filters are understood;
 * any other path leads nowhere.
 */
export function findByJsonPath(root: unknown, path: string): readonly unknown[] {
  let steps = compiled.get(path);
  if (steps === undefined && !compiled.has(path)) {
    steps = compile(path);
    if (compiled.size > 10_000) compiled.clear();
    compiled.set(path, steps);
  }
  let found: readonly unknown[] = steps === undefined ? [] : [root];
  for (const step of steps ?? []) found = step(found);
  return found;
}

function compile(path: string): readonly Step[] | undefined {
  const steps: Step[] = [];
  let rest = path.trim().replace(/^\$/, "");
  while (rest !== "" && rest !== ".") {
    const match = every.exec(rest) ?? quoted.exec(rest) ?? index.exec(rest) ?? filter.exec(rest) ?? field.exec(rest);
    if (match === null) return undefined;
    steps.push(stepOf(match));
    rest = rest.slice(match[0].length);
  }
  return steps;
}

function stepOf(match: RegExpExecArray): Step {
  const [whole, first = "", second = "", third] = match;
  if (whole === "[*]" || whole === ".*") return (values) => values.flatMap(children);
  if (whole.startsWith("[?")) return filterStep(first, second, third);
  if (/^\[-?\d/.test(whole)) return (values) => values.flatMap((value) => itemOf(value, Number(first)));
  const name = unescaped(whole.startsWith("[") ? second : first);
  return (values) => values.flatMap((value) => (isObject(value) && name in value ? [value[name]] : []));
}

function filterStep(path: string, operator: string, operand: string | undefined): Step {
  if (operand === undefined) {
    return (values) => values.flatMap(children).filter((item) => findByJsonPath(item, path).length > 0);
  }
  const wanted = unescaped(operand.replace(/^(['"])(.*)\1$/, "$2"));
  const holds = (item: unknown): boolean => {
    const [found] = findByJsonPath(item, path);
    return found !== undefined && (printed(found) === wanted) === (operator === "==");
  };
  return (values) => values.flatMap(children).filter(holds);
}

function children(value: unknown): readonly unknown[] {
  if (Array.isArray(value)) return value;
  return isObject(value) ? Object.values(value) : [];
}

function itemOf(value: unknown, position: number): readonly unknown[] {
  if (!Array.isArray(value)) return [];
  const item: unknown = value.at(position);
  return item === undefined ? [] : [item];
}

function unescaped(name: string): string {
  return name.replaceAll(/\\(.)/g, "$1");
}
