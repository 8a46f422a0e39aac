import type { Clock, KubeObject, ObjectKey, Patch, ResourceType } from "@bellwether/core";
import type {
  ApplyRequest, Deletion, DeleteRequest, Listing, ListRequest, ReadRequest, Selection, WatchRequest, WatchSink, WriteRequest,
} from "./requests.ts";
import type { TypeRegistry } from "./types/type-registry.ts";

export interface ApiServerOptions {
  readonly clock: Clock;
  /** Of uids and generated names: the same seed and the same writes give the same names. */
  readonly seed?: number;
  /** Events that a watch can go back; older ones answer 410. */
  readonly history?: number;
}

/** One cluster's API server, without a wire: synchronous, plain frozen JSON; refusals are thrown as `ApiError`. */
export declare class ApiServer {
  readonly types: TypeRegistry;
  constructor(options: ApiServerOptions);
  /** The cluster's latest revision, as lists and bookmarks report it. */
  get resourceVersion(): string;
  get(type: ResourceType, key: ObjectKey, request?: ReadRequest): KubeObject;
  list(type: ResourceType, request?: ListRequest): Listing;
  watch(type: ResourceType, request: WatchRequest, sink: WatchSink): Disposable;
  /** `key.name` may be empty: then the object's own or generated name. A subresource (`eviction`, `binding`) needs it. */
  create(type: ResourceType, key: ObjectKey, object: KubeObject, request?: WriteRequest): KubeObject;
  update(type: ResourceType, key: ObjectKey, object: KubeObject, request?: WriteRequest): KubeObject;
  patch(type: ResourceType, key: ObjectKey, patch: Patch, request?: WriteRequest): KubeObject;
  apply(type: ResourceType, key: ObjectKey, object: KubeObject, request: ApplyRequest): KubeObject;
  delete(type: ResourceType, key: ObjectKey, request?: DeleteRequest): Deletion;
  deleteCollection(type: ResourceType, selection: Selection, request?: DeleteRequest): Listing;
}
