import { badRequest } from "../errors/status-error.ts";

export type Labels = Readonly<Record<string, string>>;
export type LabelPredicate = (labels: Labels | undefined) => boolean;

const setRequirement = /^(\S+)\s+(in|notin)\s*\(([^()]*)\)$/;
const equalityRequirement = /^([^\s=!]+)\s*(==|=|!=)\s*(\S*)$/;
const keySyntax = /^([a-z0-9]([-a-z0-9.]*[a-z0-9])?\/)?[A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?$/;
const cache = new Map<string, LabelPredicate>();

/** Reads `a=b,c!=d,e in (f,g),h notin (i),j,!k`; a syntax error is a 400. Undefined when everything matches. */
export function parseLabelSelector(text: string | undefined): LabelPredicate | undefined {
  if (text === undefined || text.trim() === "") return undefined;
  const known = cache.get(text);
  if (known !== undefined) return known;
  const requirements = text.split(/,(?![^(]*\))/).map((part) => parseRequirement(part.trim(), text));
  const predicate: LabelPredicate = (labels) => requirements.every((matches) => matches(labels));
  if (cache.size > 10_000) cache.clear();
  cache.set(text, predicate);
  return predicate;
}

function parseRequirement(part: string, text: string): LabelPredicate {
  const set = setRequirement.exec(part);
  if (set !== null) {
    const [, key = "", operator, list = ""] = set;
    const values = new Set(list.split(",").map((value) => value.trim()));
    return operator === "in" ? isIn(checked(key, text), values) : isNotIn(checked(key, text), values);
  }
  const equality = equalityRequirement.exec(part);
  if (equality !== null) {
    const [, key = "", operator, value = ""] = equality;
    const values = new Set([value]);
    return operator === "!=" ? isNotIn(checked(key, text), values) : isIn(checked(key, text), values);
  }
  if (part.startsWith("!")) {
    const key = checked(part.slice(1).trim(), text);
    return (labels) => labels?.[key] === undefined;
  }
  const key = checked(part, text);
  return (labels) => labels?.[key] !== undefined;
}

function isIn(key: string, values: ReadonlySet<string>): LabelPredicate {
  return (labels) => {
    const value = labels?.[key];
    return value !== undefined && values.has(value);
  };
}

/** As in Kubernetes, an absent label is "not in" and "not equal". */
function isNotIn(key: string, values: ReadonlySet<string>): LabelPredicate {
  return (labels) => {
    const value = labels?.[key];
    return value === undefined || !values.has(value);
  };
}

function checked(key: string, text: string): string {
  if (keySyntax.test(key)) return key;
  throw badRequest(`unable to parse requirement: found '${key}', in selector "${text}", expected: a label key`);
}
