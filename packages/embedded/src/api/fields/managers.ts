import type { ManagedFieldsEntry, ObjectMeta } from "@bellwether/core";
import { FieldSet } from "./field-set.ts";

/** One writer's fields. */
export interface Owner {
  readonly manager: string;
  readonly operation: "Apply" | "Update";
  readonly apiVersion: string;
  readonly subresource: string;
  readonly time: string;
  readonly fields: FieldSet;
  /** The entry as stored, while the fields are the same. */
  readonly entry?: ManagedFieldsEntry;
}

export type Writer = Pick<Owner, "manager" | "operation" | "apiVersion" | "subresource">;

/** The field owners of an object, by identity. */
export type Owners = ReadonlyMap<string, Owner>;

/** An applier is the same through all versions, an updater is not. */
export function identityOf(writer: Writer): string {
  const version = writer.operation === "Apply" ? "" : writer.apiVersion;
  return `${writer.operation}\0${writer.manager}\0${writer.subresource}\0${version}`;
}

export function ownersOf(metadata: ObjectMeta | undefined): Map<string, Owner> {
  const owners = new Map<string, Owner>();
  for (const entry of metadata?.managedFields ?? []) {
    const owner: Owner = {
      manager: entry.manager ?? "",
      operation: entry.operation === "Apply" ? "Apply" : "Update",
      apiVersion: entry.apiVersion ?? "",
      subresource: entry.subresource ?? "",
      time: entry.time ?? "",
      fields: FieldSet.of(entry.fieldsV1),
      entry,
    };
    owners.set(identityOf(owner), owner);
  }
  return owners;
}

/** As `metadata.managedFields`: appliers first, then by time and name; owners of nothing are left out. */
export function toManagedFields(owners: Owners): readonly ManagedFieldsEntry[] {
  const order = (owner: Owner): string =>
    `${owner.operation} ${owner.time} ${owner.manager} ${owner.apiVersion} ${owner.subresource}`;
  return Object.freeze(
    [...owners.values()]
      .filter((owner) => !owner.fields.isEmpty)
      .sort((a, b) => (order(a) < order(b) ? -1 : 1))
      .map((owner) => owner.entry ?? toEntry(owner)),
  );
}

function toEntry({ manager, operation, apiVersion, subresource, time, fields }: Owner): ManagedFieldsEntry {
  return Object.freeze({
    apiVersion,
    fieldsType: "FieldsV1",
    fieldsV1: fields.toJson(),
    manager,
    operation,
    ...(subresource === "" ? {} : { subresource }),
    time,
  });
}
