import { apiVersionOf, type KubeObject, type ObjectKey } from "@bellwether/core";
import { conflict, noSuchResource, notFound } from "../errors/status-error.ts";
import { atPath, snapshot, withPath, type JsonObject } from "../json/json-object.ts";
import { kindRules } from "../kinds/rules-of-type.ts";
import type { ApplyRequest } from "../requests.ts";
import type { ServedType } from "../types/served-type.ts";
import { viewAs } from "../types/version-view.ts";
import { applyConfiguration } from "./apply.ts";
import { timestamp, type Cluster } from "./cluster.ts";
import { createObject, refuseOtherKind } from "./create.ts";
import { replaceObject } from "./replace.ts";

/** Server-side apply: changes the object, or creates it when the request is for the main resource. */
export function applyObject(
  cluster: Cluster,
  type: ServedType,
  key: ObjectKey,
  object: KubeObject,
  request: ApplyRequest,
): KubeObject {
  const stored = cluster.store.collection(type).objects.get(key);
  const live = stored === undefined ? undefined : viewAs(type, stored);
  const rules = kindRules(type);
  const { uid, resourceVersion } = object.metadata ?? {};
  if (live === undefined && request.subresource !== undefined) throw notFound(type, key.name);
  if (uid !== undefined && uid !== live?.metadata.uid) {
    const found =
      live === undefined ? "no existing object was found" : `the existing object has uid ${live.metadata.uid}`;
    throw conflict(type, key.name, `uid mismatch: the provided object specified uid ${uid}, and ${found}`);
  }
  const config = configuration(type, key, object, request, rules.statusApart);
  const applied = applyConfiguration(type, live, config, request, timestamp(cluster));
  if (live === undefined) {
    return createObject(cluster, {
      type,
      rules,
      key,
      object: applied.object as unknown as KubeObject,
      request,
      verb: "apply",
      owners: applied.owners,
    });
  }
  const metadata =
    resourceVersion === undefined
      ? applied.object["metadata"]
      : { ...(applied.object["metadata"] as object), resourceVersion };
  return replaceObject(cluster, {
    type,
    rules,
    key,
    before: live,
    candidate: { ...applied.object, metadata },
    request,
    verb: "apply",
    owners: applied.owners,
  });
}

/** What of the sent object this request can set, with its identity spelled out. */
function configuration(
  type: ServedType,
  key: ObjectKey,
  object: KubeObject,
  request: ApplyRequest,
  statusApart: boolean,
): JsonObject {
  const sent = snapshot(object) as unknown as JsonObject;
  const apiVersion = apiVersionOf(type);
  const { uid: _, resourceVersion: _v, ...metadata } = (sent["metadata"] ?? {}) as JsonObject;
  const identity = { ...metadata, name: key.name, ...(type.namespaced ? { namespace: key.namespace } : {}) };
  if (request.subresource === "scale") {
    if (type.scale === undefined) throw noSuchResource();
    const replicas = atPath(sent, ".spec.replicas");
    return {
      apiVersion,
      kind: type.kind,
      metadata: identity,
      ...(typeof replicas === "number" ? withPath({}, type.scale.specReplicasPath, replicas) : {}),
    };
  }
  refuseOtherKind(type, object);
  if (request.subresource === "status")
    return { apiVersion, kind: type.kind, metadata: identity, ...("status" in sent ? { status: sent["status"] } : {}) };
  const config: JsonObject = { ...sent, metadata: identity };
  if (statusApart) delete config["status"];
  return config;
}
