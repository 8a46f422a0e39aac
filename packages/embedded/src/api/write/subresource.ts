import type { KubeObject, ObjectKey } from "@bellwether/core";
import type { ApiServer } from "../api-server.ts";
import { noSuchResource } from "../errors/status-error.ts";
import { childObject } from "../json/json-object.ts";
import type { WriteRequest } from "../requests.ts";
import type { ServedType } from "../types/served-type.ts";

/** What a POST to a subresource does; embedded clusters have those of pods. */
export function createSubresource(
  server: ApiServer,
  type: ServedType,
  key: ObjectKey,
  object: KubeObject,
  request: WriteRequest,
): KubeObject {
  const { subresource, dryRun, ...write } = request;
  if (type.kind !== "Pod") throw noSuchResource();
  if (subresource === "eviction") {
    const preconditions = childObject(childObject(object, "deleteOptions"), "preconditions");
    const { uid } = (preconditions ?? {}) as { uid?: string };
    server.delete(type, key, { ...(uid === undefined ? {} : { uid }), ...(dryRun === undefined ? {} : { dryRun }) });
    return object;
  }
  if (subresource !== "binding") throw noSuchResource();
  const nodeName = childObject(object, "target")?.["name"];
  server.patch(
    type,
    key,
    { type: "merge", body: { spec: { nodeName } } },
    { ...write, ...(dryRun === undefined ? {} : { dryRun }) },
  );
  return object;
}
