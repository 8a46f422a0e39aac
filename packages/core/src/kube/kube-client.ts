import type { KubeObject, ObjectKey } from "./kube-object.ts";
import type { ResourceType } from "./resource-type.ts";

export interface RequestOptions {
  readonly signal?: AbortSignal;
}

export interface WriteOptions extends RequestOptions {
  readonly fieldManager: string;
  readonly dryRun?: boolean;
  /** `binding` and `eviction` are created, under the name in the object; `finalize` exists for namespaces. */
  readonly subresource?: "status" | "scale" | "binding" | "eviction" | "finalize";
}

export interface ApplyOptions extends WriteOptions {
  /** Take over fields that another manager owns. */
  readonly force?: boolean;
}

export interface DeleteOptions extends RequestOptions {
  readonly uid?: string;
  readonly resourceVersion?: string;
  readonly propagation?: "Foreground" | "Background" | "Orphan";
  readonly gracePeriodSeconds?: number;
}

export interface ListOptions extends RequestOptions {
  /** Absent: all namespaces. */
  readonly namespace?: string;
  readonly labelSelector?: string;
  readonly fieldSelector?: string;
  readonly limit?: number;
  readonly continue?: string;
  readonly resourceVersion?: string;
}

export interface ObjectList {
  readonly resourceVersion: string;
  readonly continue?: string;
  readonly items: readonly KubeObject[];
}

export interface WatchOptions extends RequestOptions {
  readonly namespace?: string;
  readonly labelSelector?: string;
  readonly fieldSelector?: string;
  /** Events after this version. */
  readonly resourceVersion: string;
  readonly timeoutSeconds?: number;
}

export type WatchEvent =
  | { readonly type: "ADDED" | "MODIFIED" | "DELETED"; readonly object: KubeObject }
  | { readonly type: "BOOKMARK"; readonly resourceVersion: string };

/** `merge` is RFC 7386, `json` is RFC 6902, `strategic` exists for built-in kinds only. */
export type Patch =
  | { readonly type: "merge" | "strategic"; readonly body: Readonly<Record<string, unknown>> }
  | { readonly type: "json"; readonly body: readonly Readonly<Record<string, unknown>>[] };

/**
 * Requests to one cluster's API server.
 * Every method throws `ApiError` for an answer that is no success, and `ApiUnreachable` when there was no answer.
 */
export interface KubeClient {
  get(type: ResourceType, key: ObjectKey, options?: RequestOptions): Promise<KubeObject>;
  list(type: ResourceType, options?: ListOptions): Promise<ObjectList>;
  /** Ends quietly when the server closes the stream; bookmarks are always asked for. */
  watch(type: ResourceType, options: WatchOptions): AsyncIterable<WatchEvent>;
  create(type: ResourceType, object: KubeObject, options: WriteOptions): Promise<KubeObject>;
  /** Server-side apply. `metadata.resourceVersion` and `metadata.uid` in the object are preconditions. */
  apply(type: ResourceType, object: KubeObject, options: ApplyOptions): Promise<KubeObject>;
  patch(type: ResourceType, key: ObjectKey, patch: Patch, options: WriteOptions): Promise<KubeObject>;
  delete(type: ResourceType, key: ObjectKey, options?: DeleteOptions): Promise<void>;
  /** The served type of a kind, by discovery; undefined when the cluster does not serve it. */
  resolve(apiVersion: string, kind: string, options?: RequestOptions): Promise<ResourceType | undefined>;
}

/** A merge patch that the server refuses with 409 when the object is no longer the one that was observed. */
export function mergePatchOn(observed: KubeObject, body: Readonly<Record<string, unknown>>): Patch {
  const metadata = body["metadata"] as Readonly<Record<string, unknown>> | undefined;
  const { uid, resourceVersion } = observed.metadata;
  return { type: "merge", body: { ...body, metadata: { ...metadata, uid, resourceVersion } } };
}
