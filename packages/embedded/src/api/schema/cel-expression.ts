import { Environment, type Context, type ParseResult } from "@marcbachmann/cel-js";
import { celExtensions } from "./cel-extensions.ts";

/** Rules longer than this are refused, and deeper or larger ones by the parser's limits. */
const longestRule = 8_192;

const compiled = new Map<string, ParseResult | string>();
let shared: Environment | undefined;

function environment(): Environment {
  shared ??= celExtensions(
    new Environment({
      homogeneousAggregateLiterals: false,
      enableOptionalTypes: true,
      limits: { maxAstNodes: 20_000, maxDepth: 200 },
    })
      .registerVariable("self", "dyn")
      .registerVariable("oldSelf", "dyn"),
  );
  return shared;
}

function compile(rule: string): ParseResult | string {
  let result = compiled.get(rule);
  if (result === undefined) {
    result = parse(rule);
    if (compiled.size > 10_000) compiled.clear();
    compiled.set(rule, result);
  }
  return result;
}

function parse(rule: string): ParseResult | string {
  if (rule.length > longestRule) return `a rule may not be longer than ${longestRule} characters`;
  try {
    return environment().parse(rule);
  } catch (error) {
    return faultText(error);
  }
}

/** The first line of what the parser or the evaluator says; the rest quotes the rule. */
export function faultText(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).split("\n")[0] ?? "";
}

/** Why the rule cannot be compiled; undefined when it can. */
export function ruleSyntaxFault(rule: string): string | undefined {
  const result = compile(rule);
  return typeof result === "string" ? result : undefined;
}

/** The expression's value; throws for a rule that cannot be compiled or evaluated. */
export function evaluateRule(rule: string, variables: Context): unknown {
  const result = compile(rule);
  if (typeof result === "string") throw new Error(result);
  return result(variables);
}
