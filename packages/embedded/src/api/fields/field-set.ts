import { isObject, type JsonObject } from "../json/json-object.ts";

const parsed = new WeakMap<object, FieldSet>();

/**
 * A set of field paths as `managedFields` writes them: a tree of path elements (`f:name`, `k:{…}`, `v:…`),
 * each of which may itself belong to the set.
 */
export class FieldSet {
  member = false;
  readonly children: Map<string, FieldSet> = new Map<string, FieldSet>();

  /** Reads `fieldsV1`; the answer is shared and must not be changed. */
  static of(fieldsV1: unknown): FieldSet {
    if (!isObject(fieldsV1)) return new FieldSet();
    let set = parsed.get(fieldsV1);
    if (set === undefined) {
      set = parse(fieldsV1);
      parsed.set(fieldsV1, set);
    }
    return set;
  }

  get isEmpty(): boolean {
    return !this.member && this.children.size === 0;
  }

  insert(path: readonly string[]): void {
    path.reduce<FieldSet>((node, element) => node.#child(element), this).member = true;
  }

  union(other: FieldSet): FieldSet {
    if (other.isEmpty) return this;
    if (this.isEmpty) return other;
    return combine(this, other, (a, b) => a || b);
  }

  intersection(other: FieldSet): FieldSet {
    return combine(this, other, (a, b) => a && b);
  }

  /** Without the members of the other; what lies below a member stays. */
  difference(other: FieldSet): FieldSet {
    if (other.isEmpty) return this;
    return combine(this, other, (a, b) => a && !b);
  }

  equals(other: FieldSet): boolean {
    if (this === other) return true;
    if (this.member !== other.member || this.children.size !== other.children.size) return false;
    return [...this.children].every(([element, child]) => {
      const twin = other.children.get(element);
      return twin !== undefined && child.equals(twin);
    });
  }

  #child(element: string): FieldSet {
    let child = this.children.get(element);
    if (child === undefined) {
      child = new FieldSet();
      this.children.set(element, child);
    }
    return child;
  }

  /** The paths of all members. */
  *paths(prefix: readonly string[] = []): Generator<readonly string[]> {
    if (this.member) yield prefix;
    for (const [element, child] of [...this.children].sort(([a], [b]) => (a < b ? -1 : 1))) {
      yield* child.paths([...prefix, element]);
    }
  }

  /** As `fieldsV1`, elements in order, frozen. */
  toJson(): JsonObject {
    const json: JsonObject = {};
    if (this.member && this.children.size > 0) json["."] = Object.freeze({});
    for (const [element, child] of [...this.children].sort(([a], [b]) => (a < b ? -1 : 1)))
      json[element] = child.toJson();
    return Object.freeze(json);
  }
}

function parse(fieldsV1: JsonObject): FieldSet {
  const set = new FieldSet();
  const elements = Object.entries(fieldsV1);
  set.member = elements.length === 0 || "." in fieldsV1;
  for (const [element, child] of elements)
    if (element !== "." && isObject(child)) set.children.set(element, parse(child));
  return set;
}

function combine(a: FieldSet, b: FieldSet, keep: (inA: boolean, inB: boolean) => boolean): FieldSet {
  const set = new FieldSet();
  set.member = keep(a.member, b.member);
  for (const element of new Set([...a.children.keys(), ...b.children.keys()])) {
    const child = combineChild(a.children.get(element), b.children.get(element), keep);
    if (child !== undefined && !child.isEmpty) set.children.set(element, child);
  }
  return set;
}

function combineChild(
  a: FieldSet | undefined,
  b: FieldSet | undefined,
  keep: (inA: boolean, inB: boolean) => boolean,
): FieldSet | undefined {
  if (b === undefined && keep(true, false)) return a;
  if (a === undefined && keep(false, true)) return b;
  return a === undefined || b === undefined ? undefined : combine(a, b, keep);
}
