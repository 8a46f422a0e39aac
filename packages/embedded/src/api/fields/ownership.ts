import type { Comparison } from "./compare.ts";
import { FieldSet } from "./field-set.ts";
import { identityOf, type Owner, type Owners, type Writer } from "./managers.ts";

/** Nobody owns what the server itself keeps. */
const serverOwned: FieldSet = FieldSet.of({
  "f:apiVersion": {},
  "f:kind": {},
  "f:metadata": {
    ".": {},
    ...Object.fromEntries(
      [
        "name",
        "namespace",
        "creationTimestamp",
        "deletionTimestamp",
        "deletionGracePeriodSeconds",
        "selfLink",
        "uid",
        "generation",
        "managedFields",
        "resourceVersion",
      ].map((name) => [`f:${name}`, {}]),
    ),
  },
});

export function ownable(fields: FieldSet): FieldSet {
  return fields.difference(serverOwned);
}

/** After a write by Update: the writer owns what it added or changed, nobody else does any longer. */
export function ownersAfterUpdate(owners: Owners, writer: Writer, change: Comparison, time: string): Owners {
  const taken = ownable(change.added.union(change.modified));
  const lost = taken.union(change.removed);
  const result = new Map<string, Owner>();
  const identity = identityOf(writer);
  for (const [id, owner] of owners) {
    if (id !== identity) result.set(id, withFields(owner, owner.fields.difference(lost), owner.time));
  }
  const before = owners.get(identity);
  const fields = (before?.fields ?? new FieldSet()).difference(change.removed).union(taken);
  const owner = before === undefined ? { ...writer, time, fields } : withFields(before, fields, time);
  result.set(identity, taken.isEmpty ? owner : touched(owner, time));
  return result;
}

/** The owner with these fields; others than the writer keep their time when they lose some. */
export function withFields(owner: Owner, fields: FieldSet, time: string): Owner {
  if (owner.fields.equals(fields)) return owner;
  const { entry: _, ...rest } = owner;
  return { ...rest, fields, time };
}

/** The owner at the time of its latest change. */
export function touched(owner: Owner, time: string): Owner {
  if (owner.time === time) return owner;
  return { ...owner, time, ...(owner.entry === undefined ? {} : { entry: Object.freeze({ ...owner.entry, time }) }) };
}
