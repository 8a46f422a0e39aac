import type { KubeObject, ObjectMeta } from "@bellwether/core";
import { duplicate, forbiddenField, invalid, required, tooLong, type FieldError } from "../errors/field-error.ts";
import { labelFaults } from "../kinds/label-faults.ts";
import { qualifiedKey, type NameRule } from "../kinds/names.ts";

const annotationLimit = 262_144;
const checked = new WeakSet<object>();

/** Faults of names, labels, annotations, finalizers and owners. */
export function metadataFaults(metadata: ObjectMeta, checkName: NameRule): FieldError[] {
  const errors: FieldError[] = [];
  const { name = "", namespace } = metadata;
  if (name === "") errors.push(required("metadata.name", "name or generateName is required"));
  else for (const fault of checkName(name)) errors.push(invalid("metadata.name", name, fault));
  if (namespace === "") errors.push(required("metadata.namespace"));
  faultsOnce(metadata.labels, errors, (labels, found) => labelFaults(labels, "metadata.labels", found));
  faultsOnce(metadata.annotations, errors, annotationFaults);
  faultsOnce(metadata.finalizers, errors, finalizerFaults);
  faultsOnce(metadata.ownerReferences, errors, ownerFaults);
  return errors;
}

/** Frozen values that were found good once are not looked at again. */
function faultsOnce<T extends object>(
  value: T | undefined,
  errors: FieldError[],
  check: (value: T, errors: FieldError[]) => void,
): void {
  if (value === undefined || checked.has(value)) return;
  const before = errors.length;
  check(value, errors);
  if (errors.length === before && Object.isFrozen(value)) checked.add(value);
}

function annotationFaults(annotations: Readonly<Record<string, string>>, errors: FieldError[]): void {
  let size = 0;
  for (const [key, value] of Object.entries(annotations)) {
    for (const fault of qualifiedKey(key.toLowerCase())) errors.push(invalid("metadata.annotations", key, fault));
    size += key.length + value.length;
  }
  if (size > annotationLimit) errors.push(tooLong("metadata.annotations", annotationLimit));
}

function finalizerFaults(finalizers: readonly string[], errors: FieldError[]): void {
  for (const name of finalizers)
    for (const fault of qualifiedKey(name)) errors.push(invalid("metadata.finalizers", name, fault));
}

function ownerFaults(owners: NonNullable<ObjectMeta["ownerReferences"]>, errors: FieldError[]): void {
  const seen = new Set<string>();
  let controllers = 0;
  for (const [i, owner] of owners.entries()) {
    const field = "metadata.ownerReferences";
    for (const part of ["apiVersion", "kind", "name", "uid"] as const) {
      if (owner[part] === "") errors.push(invalid(`${field}.${part}`, "", `${part} must not be empty`));
    }
    if (seen.has(owner.uid)) errors.push(duplicate(`${field}[${i}].uid`, owner.uid));
    seen.add(owner.uid);
    if (owner.controller === true) controllers += 1;
    if (controllers > 1) errors.push(invalid(field, owners, "Only one reference can have Controller set to true."));
  }
}

/** Faults of a change: what identifies an object stays, and nobody adds a finalizer to a deleted one. */
export function metadataChangeFaults(before: KubeObject, after: ObjectMeta): FieldError[] {
  const errors: FieldError[] = [];
  for (const field of ["name", "namespace", "uid"] as const) {
    if (after[field] !== undefined && after[field] !== before.metadata[field])
      errors.push(invalid(`metadata.${field}`, after[field], "field is immutable"));
  }
  if (before.metadata.deletionTimestamp !== undefined) {
    const added = (after.finalizers ?? []).filter((name) => !(before.metadata.finalizers ?? []).includes(name));
    if (added.length > 0) {
      const detail = `no new finalizers can be added if the object is being deleted, found new finalizers []string{${added.map((name) => JSON.stringify(name)).join(", ")}}`;
      errors.push(forbiddenField("metadata.finalizers", detail));
    }
  }
  return errors;
}
