import type { KubeObject, ObjectKey } from "@bellwether/core";
import { conflict } from "../errors/status-error.ts";
import type { JsonObject } from "../json/json-object.ts";
import type { Deletion, DeleteRequest } from "../requests.ts";
import type { ServedType } from "../types/served-type.ts";
import { viewAs } from "../types/version-view.ts";
import { timestamp, type Cluster } from "./cluster.ts";
import { isReleased } from "./replace.ts";

const foreground = "foregroundDeletion";
const orphan = "orphan";

export function deleteObject(
  cluster: Cluster,
  type: ServedType,
  key: ObjectKey,
  before: KubeObject,
  request: DeleteRequest,
): Deletion {
  checkPreconditions(type, key, before, request);
  const marked = markedForDeletion(cluster, before, request);
  const gone = isReleased(marked);
  if (request.dryRun === true || (!gone && marked === before)) return { object: viewAs(type, marked), gone };
  const origin = { verb: "delete", fieldManager: "" } as const;
  const object = gone ? cluster.store.remove(type, key, marked, origin) : cluster.store.put(type, key, marked, origin);
  return { object: viewAs(type, object), gone };
}

function checkPreconditions(type: ServedType, { name }: ObjectKey, before: KubeObject, request: DeleteRequest): void {
  const { uid, resourceVersion } = before.metadata;
  if (request.uid !== undefined && request.uid !== uid) {
    throw conflict(
      type,
      name,
      `the UID in the precondition (${request.uid}) does not match the UID in record (${uid}). The object might have been deleted and then recreated`,
    );
  }
  if (request.resourceVersion !== undefined && request.resourceVersion !== resourceVersion) {
    throw conflict(
      type,
      name,
      `the ResourceVersion in the precondition (${request.resourceVersion}) does not match the ResourceVersion in record (${resourceVersion}). The object might have been modified`,
    );
  }
}

/** The object with its time of deletion and the finalizers that the propagation asks for; itself when nothing changes. */
function markedForDeletion(cluster: Cluster, before: KubeObject, request: DeleteRequest): KubeObject {
  const { metadata } = before;
  const finalizers = finalizersFor(metadata.finalizers ?? [], request.propagation);
  const grace = gracePeriod(before, request);
  const same = finalizers === metadata.finalizers || (finalizers.length === 0 && metadata.finalizers === undefined);
  if (metadata.deletionTimestamp !== undefined && same && grace >= (metadata.deletionGracePeriodSeconds ?? 0))
    return before;
  const marked: JsonObject = {
    ...before,
    metadata: Object.freeze({
      ...metadata,
      ...(finalizers.length === 0 && metadata.finalizers === undefined
        ? {}
        : { finalizers: Object.freeze(finalizers) }),
      deletionTimestamp: deletionTime(cluster, grace),
      deletionGracePeriodSeconds: grace,
      ...(metadata.generation !== undefined && metadata.deletionTimestamp === undefined
        ? { generation: metadata.generation + 1 }
        : {}),
    }),
  };
  if (before.kind === "Namespace")
    marked["status"] = Object.freeze({ ...(before["status"] as object), phase: "Terminating" });
  return Object.freeze(marked) as unknown as KubeObject;
}

function finalizersFor(current: readonly string[], propagation: DeleteRequest["propagation"]): readonly string[] {
  if (propagation === undefined) return current;
  const wanted = propagation === "Foreground" ? foreground : propagation === "Orphan" ? orphan : undefined;
  const others = current.filter((name) => name !== foreground && name !== orphan);
  const result = wanted === undefined ? others : [...others, wanted];
  return result.length === current.length && result.every((name, i) => name === current[i]) ? current : result;
}

/** Only a pod that a node runs is given time to stop; its kubelet then deletes it with 0. */
function gracePeriod(object: KubeObject, request: DeleteRequest): number {
  if (object.kind !== "Pod") return 0;
  const { nodeName = "", terminationGracePeriodSeconds = 30 } = object["spec"] as {
    nodeName?: string;
    terminationGracePeriodSeconds?: number;
  };
  const { phase } = (object["status"] ?? {}) as { phase?: string };
  const finished = nodeName === "" || phase === "Succeeded" || phase === "Failed";
  return finished
    ? 0
    : (request.gracePeriodSeconds ?? object.metadata.deletionGracePeriodSeconds ?? terminationGracePeriodSeconds);
}

function deletionTime(cluster: Cluster, graceSeconds: number): string {
  return graceSeconds === 0
    ? timestamp(cluster)
    : `${new Date(cluster.clock.now() + graceSeconds * 1000).toISOString().slice(0, 19)}Z`;
}
