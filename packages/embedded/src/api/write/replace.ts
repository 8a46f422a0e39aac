import { apiVersionOf, type KubeObject, type ObjectKey } from "@bellwether/core";
import { conflict, modified } from "../errors/status-error.ts";
import { invalidObject, type FieldError } from "../errors/field-error.ts";
import { compare } from "../fields/compare.ts";
import { identityOf, ownersOf, toManagedFields, type Owners } from "../fields/managers.ts";
import { ownersAfterUpdate, touched } from "../fields/ownership.ts";
import { deepEqual } from "../json/deep-equal.ts";
import type { JsonObject } from "../json/json-object.ts";
import type { KindRules } from "../kinds/kind-rules.ts";
import type { WriteRequest } from "../requests.ts";
import type { WriteVerb } from "../store/write-log.ts";
import type { ServedType } from "../types/served-type.ts";
import { viewAs } from "../types/version-view.ts";
import { accept, nodeOf } from "./accept.ts";
import { timestamp, type Cluster } from "./cluster.ts";
import { writerOf } from "./writer.ts";
import { metadataChangeFaults, metadataFaults } from "./metadata.ts";

export interface Replacement {
  readonly type: ServedType;
  readonly rules: KindRules;
  readonly key: ObjectKey;
  /** As stored now, in the type's version. */
  readonly before: KubeObject;
  /** As the writer wants it. */
  readonly candidate: JsonObject;
  readonly request: WriteRequest;
  readonly verb: WriteVerb;
  /** Field owners after an apply; other writes own what they change. */
  readonly owners?: Owners;
}

/** Stores a changed object; one without a change keeps its revision and is told to nobody. */
export function replaceObject(cluster: Cluster, replacement: Replacement): KubeObject {
  const { type, rules, key, before, request, verb } = replacement;
  const wanted = {
    ...replacement.candidate,
    metadata: replacement.candidate["metadata"] ?? {},
  } as unknown as KubeObject;
  const { resourceVersion } = wanted.metadata;
  if (resourceVersion !== undefined && resourceVersion !== "" && resourceVersion !== before.metadata.resourceVersion)
    throw modified(type, key.name);
  const faults: FieldError[] = [];
  if (verb === "update" && !rules.unconditionalUpdate && (resourceVersion ?? "") === "") {
    faults.push({
      field: "metadata.resourceVersion",
      reason: "FieldValueInvalid",
      value: "0x0",
      detail: "must be specified for an update",
    });
  }
  if (verb === "update") refuseOtherUid(type, key, before, wanted);
  faults.push(...metadataChangeFaults(before, wanted.metadata));
  if (faults.length > 0) throw invalidObject(type, key.name, faults);
  const body = verb === "update" ? "object" : "patch";
  const { object: accepted, faults: specFaults } = accept(type, rules, confined(replacement, wanted), request, body);
  const owners = replacement.owners ?? updatedOwners(replacement, accepted, timestamp(cluster));
  const draft = settled(replacement, accepted, owners);
  if (specFaults.length === 0 && deepEqual(before, draft)) return before;
  if (verb === "apply") touchApplier(replacement, draft, owners, timestamp(cluster));
  rules.prepareUpdate?.(draft, before);
  const object = draft as KubeObject;
  faults.push(
    ...metadataFaults(object.metadata, rules.checkName),
    ...specFaults,
    ...(rules.validate?.(object, before) ?? []),
  );
  if (faults.length > 0) throw invalidObject(type, key.name, faults);
  if (request.dryRun === true) return Object.freeze(object);
  const origin = {
    verb,
    fieldManager: request.fieldManager ?? "unknown",
    ...(request.subresource === undefined ? {} : { subresource: request.subresource }),
  };
  const done = object.metadata.deletionTimestamp !== undefined && isReleased(object);
  return viewAs(
    type,
    done ? cluster.store.remove(type, key, object, origin) : cluster.store.put(type, key, object, origin),
  );
}

/** In a PUT the uid is a precondition; a patch that changes it is invalid. */
function refuseOtherUid(
  type: ServedType,
  { name }: ObjectKey,
  { metadata: { uid } }: KubeObject,
  wanted: KubeObject,
): void {
  const sent = wanted.metadata.uid ?? "";
  if (sent === "" || sent === uid) return;
  throw conflict(type, name, `Precondition failed: UID in precondition: ${sent}, UID in object meta: ${uid}`);
}

/** Nothing holds a deleted object back: no finalizer, no grace period, and for a namespace no spec finalizer. */
export function isReleased(object: KubeObject): boolean {
  const { finalizers = [], deletionGracePeriodSeconds = 0 } = object.metadata;
  const held =
    object.kind === "Namespace" &&
    ((object["spec"] as { finalizers?: readonly string[] } | undefined)?.finalizers ?? []).length > 0;
  return finalizers.length === 0 && deletionGracePeriodSeconds === 0 && !held;
}

/** What this request may write: status by `/status`, everything else by the main resource; identity is the server's. */
function confined({ type, rules, before, request }: Replacement, wanted: KubeObject): JsonObject {
  const {
    uid,
    creationTimestamp,
    generation,
    deletionTimestamp,
    deletionGracePeriodSeconds,
    managedFields,
    name,
    namespace,
    resourceVersion,
  } = before.metadata;
  const identity = {
    name,
    namespace,
    uid,
    resourceVersion,
    creationTimestamp,
    generation,
    deletionTimestamp,
    deletionGracePeriodSeconds,
    managedFields,
  };
  const written: JsonObject = {
    ...wanted,
    apiVersion: apiVersionOf(type),
    kind: type.kind,
    metadata: { ...wanted.metadata, ...identity },
  };
  if (request.subresource === "status") {
    // The status strategies of built-in types let annotations pass, and the Deployment controller relies on it.
    const { annotations } = type.builtIn ? wanted.metadata : before.metadata;
    return { ...before, metadata: { ...before.metadata, annotations }, status: wanted["status"] };
  }
  if (request.subresource === "finalize") return { ...before, spec: wanted["spec"] };
  if (rules.statusApart) written["status"] = before["status"];
  return written;
}

function updatedOwners({ type, before, request, candidate }: Replacement, accepted: KubeObject, time: string): Owners {
  const writer = writerOf(type, request, "Update");
  const owners = isEmptied(candidate) ? new Map() : ownersOf(before.metadata);
  const change = compare(nodeOf(type), before, accepted);
  return change.isSame ? owners : ownersAfterUpdate(owners, writer, change, time);
}

/** `managedFields: []` or `[{}]` in a write forgets all owners. */
function isEmptied(candidate: JsonObject): boolean {
  const sent = (candidate["metadata"] as { managedFields?: readonly object[] } | undefined)?.managedFields;
  return sent !== undefined && sent.every((entry) => Object.keys(entry).length === 0);
}

/** An apply that changed something is as recent as that change, whoever owned it before. */
function touchApplier({ type, request }: Replacement, draft: JsonObject, owners: Owners, time: string): void {
  const id = identityOf(writerOf(type, request, "Apply"));
  const owner = owners.get(id);
  if (owner === undefined) return;
  const managedFields = toManagedFields(new Map([...owners, [id, touched(owner, time)]]));
  draft["metadata"] = { ...(draft["metadata"] as object), managedFields };
}

function settled({ rules, before, request }: Replacement, accepted: KubeObject, owners: Owners): JsonObject {
  const metadata: JsonObject = { ...accepted.metadata, managedFields: toManagedFields(owners) };
  const draft: JsonObject = { ...accepted, metadata };
  if (request.subresource !== "status" && rules.generationCounts?.(before, accepted) === true)
    metadata["generation"] = (before.metadata.generation ?? 0) + 1;
  return draft;
}
