import type { Literal, Path, PathStep } from "./parse-path.ts";

/** Every value that a path leads to. */
export function valuesAt(value: unknown, path: Path): readonly unknown[] {
  return path.reduce<readonly unknown[]>((values, step) => values.flatMap((one) => taken(one, step)), [value]);
}

function taken(value: unknown, step: PathStep): readonly unknown[] {
  switch (step.type) {
    case "field": {
      const inner = isRecord(value) ? value[step.name] : undefined;
      return inner === undefined ? [] : [inner];
    }
    case "all":
      return Array.isArray(value) ? value : isRecord(value) ? Object.values(value) : [];
    case "index": {
      const inner: unknown = Array.isArray(value) ? value.at(step.index) : undefined;
      return inner === undefined ? [] : [inner];
    }
    case "slice":
      return Array.isArray(value) ? value.slice(step.from, step.to) : [];
    case "filter":
      return Array.isArray(value) ? value.filter((one) => isWanted(one, step)) : [];
  }
}

function isWanted(value: unknown, { path, operator, value: wanted }: Extract<PathStep, { type: "filter" }>): boolean {
  const [found] = valuesAt(value, path);
  if (operator === undefined || wanted === undefined) return found !== undefined;
  return found !== undefined && compares(found as Literal, operator, wanted);
}

function compares(found: Literal, operator: string, wanted: Literal): boolean {
  switch (operator) {
    case "==":
      return found === wanted;
    case "!=":
      return found !== wanted;
    case "<":
      return found < wanted;
    case "<=":
      return found <= wanted;
    case ">":
      return found > wanted;
    default:
      return found >= wanted;
  }
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null;
}
