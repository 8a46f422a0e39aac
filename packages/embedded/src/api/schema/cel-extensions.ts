import type { Environment } from "@marcbachmann/cel-js";

type Ordered = bigint | number | string;

function ordered(list: readonly unknown[]): readonly Ordered[] {
  return list as readonly Ordered[];
}

function extreme(list: readonly unknown[], better: (a: Ordered, b: Ordered) => boolean): Ordered {
  const [first, ...rest] = ordered(list);
  if (first === undefined) throw new Error("the list is empty");
  return rest.reduce((best, item) => (better(item, best) ? item : best), first);
}

/** Functions that Kubernetes adds to CEL, for lists and regular expressions. */
export function celExtensions(environment: Environment): Environment {
  return environment
    .registerFunction("list.isSorted(): bool", (list: unknown[]) =>
      ordered(list).every((item, i, all) => i === 0 || (all[i - 1] as Ordered) <= item),
    )
    .registerFunction("list.sum(): dyn", (list: unknown[]) =>
      list.reduce<bigint | number>(
        (sum, item) => (typeof item === "bigint" && typeof sum === "bigint" ? sum + item : Number(sum) + Number(item)),
        0n,
      ),
    )
    .registerFunction("list.min(): dyn", (list: unknown[]) => extreme(list, (a, b) => a < b))
    .registerFunction("list.max(): dyn", (list: unknown[]) => extreme(list, (a, b) => a > b))
    .registerFunction("list.indexOf(dyn): int", (list: unknown[], item: unknown) => BigInt(list.indexOf(item)))
    .registerFunction("list.lastIndexOf(dyn): int", (list: unknown[], item: unknown) => BigInt(list.lastIndexOf(item)))
    .registerFunction(
      "string.find(string): string",
      (text: string, pattern: string) => new RegExp(pattern, "u").exec(text)?.[0] ?? "",
    )
    .registerFunction("string.findAll(string): list", (text: string, pattern: string) =>
      [...text.matchAll(new RegExp(pattern, "gu"))].map(([match]) => match),
    );
}
