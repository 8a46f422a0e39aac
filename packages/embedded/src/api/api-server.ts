import { keyOf, type Clock, type KubeObject, type ObjectKey, type Patch, type ResourceType } from "@bellwether/core";
import { CrdLifecycle } from "./crd/crd-lifecycle.ts";
import { badRequest, noSuchResource, notFound } from "./errors/status-error.ts";
import { snapshot, type JsonObject } from "./json/json-object.ts";
import { kindRules } from "./kinds/rules-of-type.ts";
import { contentsOf, type Contents } from "./read/contents.ts";
import { listObjects } from "./read/list.ts";
import { watchObjects } from "./read/watch.ts";
import type {
  ApplyRequest,
  Deletion,
  DeleteRequest,
  Listing,
  ListRequest,
  ReadRequest,
  Selection,
  WatchRequest,
  WatchSink,
  WriteRequest,
} from "./requests.ts";
import { ObjectStore } from "./store/object-store.ts";
import { Random } from "./store/random.ts";
import type { WriteLog, WriteVerb } from "./store/write-log.ts";
import { builtInTypes } from "./types/built-in-types.ts";
import type { ScalePaths, ServedType } from "./types/served-type.ts";
import { TypeRegistry } from "./types/type-registry.ts";
import { viewAs } from "./types/version-view.ts";
import { nodeOf } from "./write/accept.ts";
import { applyObject } from "./write/apply-object.ts";
import { servedType, type Cluster } from "./write/cluster.ts";
import { createObject, refuseOtherKind } from "./write/create.ts";
import { deleteObject } from "./write/delete.ts";
import { patched } from "./write/patch.ts";
import { replaceObject } from "./write/replace.ts";
import { scaled, scaleOf, scaleType } from "./write/scale.ts";
import { answerReview, isReview } from "./write/review.ts";
import { createSubresource } from "./write/subresource.ts";

export interface ApiServerOptions {
  readonly clock: Clock;
  /** Of uids and generated names: the same seed and the same writes give the same names. Absent: a random one. */
  readonly seed?: number;
  /** Events of one resource that a watch can go back; older ones answer 410. Default 1,000. */
  readonly history?: number;
  /** Writes that `log` keeps. Default 0: none. */
  readonly log?: number;
}

const namespaceType: ResourceType = {
  group: "",
  version: "v1",
  kind: "Namespace",
  plural: "namespaces",
  namespaced: false,
};
const podType: ResourceType = { group: "", version: "v1", kind: "Pod", plural: "pods", namespaced: true };
const initialNamespaces = ["default", "kube-node-lease", "kube-public", "kube-system"];

/** One cluster's API server, without a wire: synchronous, plain frozen JSON; refusals are thrown as `ApiError`. */
export class ApiServer {
  readonly clock: Clock;
  readonly types: TypeRegistry;
  /** The latest committed writes, when the option asked for them. */
  readonly log: WriteLog;
  readonly #cluster: Cluster;

  constructor({ clock, seed, history = 1_000, log = 0 }: ApiServerOptions) {
    const store = new ObjectStore({ clock, history, log });
    const random = new Random(seed ?? crypto.getRandomValues(new Uint32Array(1))[0] ?? 0);
    this.clock = clock;
    this.types = new TypeRegistry(builtInTypes);
    this.log = store.log;
    this.#cluster = { clock, random, store, types: this.types };
    new CrdLifecycle(this.#cluster).start();
    for (const name of initialNamespaces) {
      const namespace = { apiVersion: "v1", kind: "Namespace", metadata: { name } };
      this.create(namespaceType, { namespace: "", name }, namespace, { fieldManager: "kube-apiserver" });
    }
  }

  /** The cluster's latest revision, as lists and bookmarks report it. */
  get resourceVersion(): string {
    return String(this.#cluster.store.revision);
  }

  /** Forgets the events before now, as etcd's compaction does: older watches and continue tokens are expired. */
  compact(): void {
    this.#cluster.store.compact();
  }

  get(type: ResourceType, key: ObjectKey, request: ReadRequest = {}): KubeObject {
    const served = servedType(this.#cluster, type, "get");
    requireSubresource(served, request.subresource);
    const object = this.#stored(served, key);
    return request.subresource === "scale" ? scaleOf(object, scalePaths(served)) : object;
  }

  list(type: ResourceType, request: ListRequest = {}): Listing {
    return listObjects(this.#cluster, servedType(this.#cluster, type, "list"), request);
  }

  watch(type: ResourceType, request: WatchRequest, sink: WatchSink): Disposable {
    return watchObjects(this.#cluster, servedType(this.#cluster, type, "watch"), request, sink);
  }

  /** What is stored now, read without a request; undefined while the type is not served. */
  contents(type: ResourceType): Contents | undefined {
    const served = this.types.find(type.group, type.version, type.plural);
    return served === undefined ? undefined : contentsOf(served, this.#cluster.store.collection(served));
  }

  /** `key.name` may be empty: then the object's own or generated name. A subresource (`eviction`, `binding`) needs it. */
  create(type: ResourceType, key: ObjectKey, object: KubeObject, request: WriteRequest = {}): KubeObject {
    const served = servedType(this.#cluster, type, "create");
    if (request.subresource !== undefined) return createSubresource(this, served, key, object, request);
    if (isReview(served)) return answerReview(served, object);
    if (served.kind === "Binding")
      return this.create(podType, keyOf(object), object, { ...request, subresource: "binding" });
    return createObject(this.#cluster, {
      type: served,
      rules: kindRules(served),
      key,
      object,
      request,
      verb: "create",
    });
  }

  update(type: ResourceType, key: ObjectKey, object: KubeObject, request: WriteRequest = {}): KubeObject {
    const served = servedType(this.#cluster, type, "update");
    const sent = keyOf(object);
    if (sent.name !== "" && sent.name !== key.name)
      throw badRequest(`the name of the object (${sent.name}) does not match the name on the URL (${key.name})`);
    if (request.subresource !== "scale") refuseOtherKind(served, object);
    return this.#write(served, key, request, "update", () => ({ ...snapshot(object) }));
  }

  patch(type: ResourceType, key: ObjectKey, patch: Patch, request: WriteRequest = {}): KubeObject {
    const served = servedType(this.#cluster, type, "patch");
    const target = request.subresource === "scale" ? scaleType : served;
    return this.#write(served, key, request, "patch", (before) =>
      patched(before, patch, target.builtIn ? nodeOf(target) : undefined),
    );
  }

  /** Server-side apply: creates what is absent, except through a subresource. */
  apply(type: ResourceType, key: ObjectKey, object: KubeObject, request: ApplyRequest): KubeObject {
    const served = servedType(this.#cluster, type, "patch");
    requireSubresource(served, request.subresource);
    const after = applyObject(this.#cluster, served, key, object, request);
    return request.subresource === "scale" ? scaleOf(after, scalePaths(served)) : after;
  }

  delete(type: ResourceType, key: ObjectKey, request: DeleteRequest = {}): Deletion {
    const served = servedType(this.#cluster, type, "delete");
    return deleteObject(this.#cluster, served, key, this.#stored(served, key), request);
  }

  /** Deletes what is selected; answers what that was. */
  deleteCollection(type: ResourceType, selection: Selection, request: DeleteRequest = {}): Listing {
    const listing = this.list(type, selection);
    for (const object of listing.items) this.delete(type, keyOf(object), request);
    return listing;
  }

  #write(
    type: ServedType,
    key: ObjectKey,
    request: WriteRequest,
    verb: WriteVerb,
    change: (target: KubeObject) => JsonObject,
  ): KubeObject {
    requireSubresource(type, request.subresource);
    const before = this.#stored(type, key);
    const replace = (candidate: JsonObject): KubeObject =>
      replaceObject(this.#cluster, { type, rules: kindRules(type), key, before, candidate, request, verb });
    if (request.subresource !== "scale") return replace(change(before));
    const paths = scalePaths(type);
    return scaleOf(replace(scaled(before, paths, change(scaleOf(before, paths)))), paths);
  }

  #stored(type: ServedType, key: ObjectKey): KubeObject {
    const object = this.#cluster.store.collection(type).objects.get(key);
    if (object === undefined) throw notFound(type, key.name);
    return viewAs(type, object);
  }
}

function requireSubresource(type: ServedType, subresource: string | undefined): void {
  if (subresource !== undefined && !type.subresources.includes(subresource)) throw noSuchResource();
}

function scalePaths(type: ServedType): ScalePaths {
  if (type.scale === undefined) throw noSuchResource();
  return type.scale;
}
