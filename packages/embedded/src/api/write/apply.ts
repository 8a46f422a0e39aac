import { apiVersionOf, type KubeObject, type StatusCause } from "@bellwether/core";
import { required, invalidObject } from "../errors/field-error.ts";
import { badRequest, statusError } from "../errors/status-error.ts";
import { compare } from "../fields/compare.ts";
import { FieldSet } from "../fields/field-set.ts";
import { withoutGivenUp } from "../fields/give-up.ts";
import { identityOf, ownersOf, type Owner, type Owners } from "../fields/managers.ts";
import { mergeApplied } from "../fields/merge.ts";
import { fieldsOf } from "../fields/owned-fields.ts";
import { ownable, withFields } from "../fields/ownership.ts";
import { pathText } from "../fields/path-element.ts";
import type { JsonObject } from "../json/json-object.ts";
import type { ApplyRequest } from "../requests.ts";
import { Admission, admit } from "../schema/admit.ts";
import type { ServedType } from "../types/served-type.ts";
import { nodeOf } from "./accept.ts";
import { writerOf } from "./writer.ts";

export interface Applied {
  readonly object: JsonObject;
  readonly owners: Owners;
}

/** Lays the configuration over what is live (nothing, when it is to be created) and settles who owns what. */
export function applyConfiguration(
  type: ServedType,
  live: KubeObject | undefined,
  config: JsonObject,
  request: ApplyRequest,
  time: string,
): Applied {
  if ((request.fieldManager ?? "") === "")
    throw invalidObject({ group: "meta.k8s.io", kind: "PatchOptions" }, "", [
      required("fieldManager", "is required for apply patch"),
    ]);
  const metadata = config["metadata"] as { managedFields?: unknown } | undefined;
  if (metadata?.managedFields !== undefined) throw badRequest("metadata.managedFields must be nil");
  const node = nodeOf(type);
  refuseUntyped(type, config);
  const writer = writerOf(type, request, "Apply");
  const id = identityOf(writer);
  const owners = ownersOf(live?.metadata);
  const last = owners.get(id);
  const fields = ownable(fieldsOf(node, config));
  owners.set(id, last === undefined ? { ...writer, time, fields } : withFields(last, fields, time));
  let object = mergeApplied(node, live, config) as JsonObject;
  if (last !== undefined) {
    const owned = [...owners.values()].reduce((all, owner) => all.union(owner.fields), new FieldSet());
    object = withoutGivenUp(node, object, last.fields, owned) as JsonObject;
  }
  const change = compare(node, live ?? {}, object);
  const taken = ownable(change.added.union(change.modified));
  const lost = taken.union(change.removed);
  const conflicts = new Map<Owner, FieldSet>();
  for (const [other, owner] of owners) {
    if (other === id) continue;
    const disputed = owner.fields.intersection(taken);
    if (!disputed.isEmpty) conflicts.set(owner, disputed);
    owners.set(other, withFields(owner, owner.fields.difference(lost), owner.time));
  }
  if (conflicts.size > 0 && request.force !== true) throw fieldConflicts(conflicts);
  return { object, owners };
}

/** An undeclared field or a wrong type has no place in a typed patch: the real server answers 500 without a reason. */
function refuseUntyped(type: ServedType, config: JsonObject): void {
  const admission = new Admission(undefined);
  admit(nodeOf(type), config, "", undefined, admission);
  const faults = [
    ...admission.unknown.map((path) => `.${path}: field not declared in schema`),
    ...admission.wrong.map(
      ({ path, node, value }) =>
        `.${path}: expected ${node.shape}, got &value.valueUnstructured{Value:${JSON.stringify(value)}}`,
    ),
  ];
  if (faults.length === 0) return;
  const { namespace = "", name = "" } = (config["metadata"] ?? {}) as { namespace?: string; name?: string };
  const text = faults.length === 1 ? faults[0] : `errors:\n${faults.map((fault) => `  ${fault}`).join("\n")}`;
  throw statusError(
    500,
    "",
    `failed to create typed patch object (${namespace}/${name}; ${apiVersionOf(type)}, Kind=${type.kind}): ${text}`,
  );
}

function fieldConflicts(conflicts: ReadonlyMap<Owner, FieldSet>): Error {
  const causes: StatusCause[] = [...conflicts].flatMap(([owner, fields]) =>
    [...fields.paths()].map((path) => ({
      reason: "FieldManagerConflict",
      message: `conflict with ${ownerText(owner)}`,
      field: pathText(path),
    })),
  );
  const [first] = causes;
  const summary =
    causes.length === 1
      ? `${first?.message}: ${first?.field}`
      : [...conflicts]
          .map(
            ([owner, fields]) =>
              `conflicts with ${ownerText(owner)}:\n${[...fields.paths()].map((path) => `- ${pathText(path)}`).join("\n")}`,
          )
          .join("\n");
  const count = causes.length === 1 ? "1 conflict" : `${causes.length} conflicts`;
  return statusError(409, "Conflict", `Apply failed with ${count}: ${summary}`, { causes });
}

/** An applier is known by its name; an updater also by the version that it wrote. */
function ownerText({ manager, subresource, operation, apiVersion }: Owner): string {
  const name = JSON.stringify(manager) + (subresource === "" ? "" : ` with subresource ${JSON.stringify(subresource)}`);
  return operation === "Apply" ? name : `${name} using ${apiVersion}`;
}
