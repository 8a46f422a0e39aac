type Labels = Readonly<Record<string, string>>;
type Requirement = (labels: Labels) => boolean;

const setBased = /^(\S+)\s+(in|notin)\s*\(([^)]*)\)$/;
const equality = /^([^\s=!]+)\s*(==|=|!=)\s*(\S*)$/;

/** Kubernetes' selector language: `a=b`, `a!=b`, `a in (b,c)`, `a notin (b,c)`, `a`, `!a`, joined by commas. */
export function matchesLabels(selector: string | undefined, labels: Labels = {}): boolean {
  return requirementsOf(selector ?? "").every((holds) => holds(labels));
}

function requirementsOf(selector: string): readonly Requirement[] {
  return selector
    .split(/,(?![^(]*\))/)
    .map((term) => term.trim())
    .filter((term) => term !== "")
    .map(requirementOf);
}

function requirementOf(term: string): Requirement {
  const set = setBased.exec(term);
  if (set !== null) {
    const [, name = "", verb, list = ""] = set;
    const values = list.split(",").map((value) => value.trim());
    return (labels) =>
      values.includes(labels[name] ?? "") && labels[name] !== undefined ? verb === "in" : verb === "notin";
  }
  const equal = equality.exec(term);
  if (equal !== null) {
    const [, name = "", operator, value = ""] = equal;
    return (labels) => (labels[name] === value) === (operator !== "!=");
  }
  return term.startsWith("!")
    ? (labels) => labels[term.slice(1).trim()] === undefined
    : (labels) => labels[term] !== undefined;
}
