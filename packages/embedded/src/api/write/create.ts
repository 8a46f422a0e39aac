import { apiVersionOf, type KubeObject, type ObjectKey, type ObjectMeta } from "@bellwether/core";
import { alreadyExists, badRequest, forbidden, notFound, statusError } from "../errors/status-error.ts";
import { invalidObject } from "../errors/field-error.ts";
import { compare } from "../fields/compare.ts";
import { toManagedFields, type Owners } from "../fields/managers.ts";
import { ownersAfterUpdate } from "../fields/ownership.ts";
import { isObject, type JsonObject } from "../json/json-object.ts";
import type { KindRules } from "../kinds/kind-rules.ts";
import type { WriteRequest } from "../requests.ts";
import type { WriteVerb } from "../store/write-log.ts";
import type { ServedType } from "../types/served-type.ts";
import { viewAs } from "../types/version-view.ts";
import { accept, nodeOf } from "./accept.ts";
import { timestamp, type Cluster } from "./cluster.ts";
import { writerOf } from "./writer.ts";
import { metadataFaults } from "./metadata.ts";

export interface Creation {
  readonly type: ServedType;
  readonly rules: KindRules;
  readonly key: ObjectKey;
  readonly object: KubeObject;
  readonly request: WriteRequest;
  readonly verb: WriteVerb;
  /** Field owners of an applied object; without them the writer owns everything that it sent. */
  readonly owners?: Owners;
}

export function createObject(cluster: Cluster, creation: Creation): KubeObject {
  const { type, rules, request } = creation;
  const sent = identified(cluster, creation);
  const { namespace = "", name = "" } = sent["metadata"] as ObjectMeta;
  if (type.namespaced) requireNamespace(cluster, namespace, type, name);
  const { object: accepted, faults: specFaults } = accept(
    type,
    rules,
    sent,
    request,
    creation.verb === "apply" ? "patch" : "object",
  );
  const owners = creation.owners ?? ownersOfNew(type, accepted, request, timestamp(cluster));
  const draft: JsonObject = { ...accepted, metadata: { ...accepted.metadata, managedFields: toManagedFields(owners) } };
  rules.prepareCreate?.(draft, { now: timestamp(cluster), random: () => cluster.random.next() });
  const object = draft as KubeObject;
  const faults = [
    ...metadataFaults(object.metadata, rules.checkName),
    ...specFaults,
    ...(rules.validate?.(object, undefined) ?? []),
  ];
  if (faults.length > 0) throw invalidObject(type, name, faults);
  const key = { namespace, name };
  if (cluster.store.collection(type).objects.get(key) !== undefined) throw alreadyExists(type, name);
  if (request.dryRun === true) return Object.freeze(object);
  const origin = { verb: creation.verb, fieldManager: request.fieldManager ?? "unknown" };
  return viewAs(type, cluster.store.put(type, key, object, origin));
}

/** The object with the name, uid and time that the server gives it, and without what it would not take. */
function identified(cluster: Cluster, { type, rules, key, object }: Creation): JsonObject {
  if (!isObject(object) || (object.metadata !== undefined && !isObject(object.metadata)))
    throw badRequest(`the object provided is not a ${type.kind}`);
  const {
    resourceVersion,
    uid: _,
    selfLink: _s,
    deletionTimestamp: _d,
    deletionGracePeriodSeconds: _g,
    managedFields: _m,
    ...metadata
  } = (object.metadata ?? {}) as ObjectMeta & { selfLink?: string };
  refuseOtherKind(type, object);
  if (resourceVersion !== undefined && resourceVersion !== "")
    throw statusError(500, "", "resourceVersion should not be set on objects to be created");
  const namespace = namespaceOf(type, key, metadata);
  const draft: JsonObject = {
    ...object,
    apiVersion: apiVersionOf(type),
    kind: type.kind,
    metadata: {
      ...metadata,
      ...nameOf(cluster, type, key, metadata),
      ...(type.namespaced ? { namespace } : {}),
      uid: cluster.random.uid(),
      creationTimestamp: timestamp(cluster),
      generation: rules.generationCounts === undefined ? undefined : 1,
    },
  };
  if (rules.statusApart && !rules.statusAtCreation) delete draft["status"];
  return draft;
}

export function refuseOtherKind(type: ServedType, { apiVersion, kind }: KubeObject): void {
  const expected = apiVersionOf(type);
  if ((apiVersion ?? expected) !== expected) {
    throw badRequest(
      `the API version in the data (${apiVersion}) does not match the expected API version (${expected})`,
    );
  }
  if ((kind ?? type.kind) !== type.kind) {
    throw badRequest(
      `${kind} in version ${JSON.stringify(type.version)} cannot be handled as a ${type.kind}: the kind in the data does not match`,
    );
  }
}

function namespaceOf(type: ServedType, key: ObjectKey, metadata: ObjectMeta): string {
  if (!type.namespaced) return "";
  const { namespace } = metadata;
  if (namespace === undefined || namespace === "" || namespace === key.namespace) return key.namespace;
  throw badRequest("the namespace of the provided object does not match the namespace sent on the request");
}

function nameOf(
  cluster: Cluster,
  type: ServedType,
  { namespace, name: asked }: ObjectKey,
  metadata: ObjectMeta,
): { name?: string } {
  if (asked !== "") return { name: asked };
  if (metadata.name !== undefined && metadata.name !== "") return { name: metadata.name };
  const { generateName = "" } = metadata;
  if (generateName === "") return {};
  const collection = cluster.store.collection(type);
  let name: string;
  do name = generateName.slice(0, 58) + cluster.random.suffix();
  while (collection.objects.get({ namespace, name }) !== undefined);
  return { name };
}

function requireNamespace(cluster: Cluster, namespace: string, type: ServedType, name: string): void {
  const namespaces = cluster.types.find("", "v1", "namespaces");
  if (namespaces === undefined) return;
  const found = cluster.store.collection(namespaces).objects.get({ namespace: "", name: namespace });
  if (found === undefined) throw notFound(namespaces, namespace);
  if (found.metadata.deletionTimestamp === undefined) return;
  const why = `unable to create new content in namespace ${namespace} because it is being terminated`;
  throw forbidden(type, name, why, [
    {
      reason: "NamespaceTerminating",
      message: `namespace ${namespace} is being terminated`,
      field: "metadata.namespace",
    },
  ]);
}

function ownersOfNew(type: ServedType, object: KubeObject, request: WriteRequest, time: string): Owners {
  const writer = writerOf(type, request, "Update");
  return ownersAfterUpdate(new Map(), writer, compare(nodeOf(type), {}, object), time);
}
