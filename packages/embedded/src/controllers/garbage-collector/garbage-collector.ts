import {
  isNotFound,
  keyOf,
  mergePatchOn,
  type ObjectKey,
  type OwnerReference,
  type ResourceType,
} from "@bellwether/core";
import type { Controller, ControllerContext, Watch } from "../runtime/controller.ts";
import {
  awaitsDependents,
  type Collectable,
  foregroundFinalizer,
  isHeldByCollector,
  OwnerGraph,
  orphanFinalizer,
  ownersOf,
} from "./owner-graph.ts";

const fieldManager = "garbage-collector";

export interface GarbageCollector extends Controller {
  watch(type: ResourceType): Watch;
}

/** Deletes objects whose owners are all gone, and serves foreground and orphaning deletion. */
export function garbageCollector(
  { client, views }: ControllerContext,
  types: readonly ResourceType[],
): GarbageCollector {
  const graph = new OwnerGraph();
  return { name: fieldManager, watch, watches: types.map(watch), reconcile };

  function watch(type: ResourceType): Watch {
    return {
      view: views.of(type),
      keys: (change) => graph.observe(type, change).map((uid) => ({ namespace: "", name: uid })),
    };
  }

  async function reconcile({ name: uid }: ObjectKey): Promise<undefined> {
    const item = graph.get(uid);
    if (item === undefined) return;
    const { finalizers = [] } = item.object.metadata;
    if (!isHeldByCollector(item.object)) await collect(item);
    else if (finalizers.includes(orphanFinalizer)) await orphanDependents(item);
    else await deleteDependents(item);
  }

  async function collect(item: Collectable): Promise<void> {
    const { metadata } = item.object;
    const owners = ownersOf(item.object);
    if (metadata.deletionTimestamp !== undefined || owners.length === 0) return;
    const alive = await filterAsync(owners, (owner) => exists(owner, item));
    const staying = alive.filter(({ uid }) => !isAwaiting(uid));
    if (staying.length > 0) {
      if (staying.length < owners.length) await patch(item, { ownerReferences: staying });
      return;
    }
    const inForeground = alive.length > 0 && graph.dependentsOf(metadata.uid ?? "").length > 0;
    await deleteItem(item, inForeground || metadata.finalizers?.includes(foregroundFinalizer) === true);
  }

  function isAwaiting(uid: string): boolean {
    const owner = graph.get(uid);
    return owner !== undefined && awaitsDependents(owner.object);
  }

  /** By the graph, or by the server: an owner of a type that is not watched, or one that came later. */
  async function exists(owner: OwnerReference, { object }: Collectable): Promise<boolean> {
    const namespace = object.metadata.namespace ?? "";
    const known = graph.get(owner.uid);
    if (known !== undefined) return !known.type.namespaced || known.object.metadata.namespace === namespace;
    const type = await client.resolve(owner.apiVersion, owner.kind);
    if (type === undefined) throw new Error(`the owner kind "${owner.kind}" of ${owner.apiVersion} is not served`);
    try {
      const found = await client.get(type, { namespace: type.namespaced ? namespace : "", name: owner.name });
      return found.metadata.uid === owner.uid;
    } catch (error) {
      if (isNotFound(error)) return false;
      throw error;
    }
  }

  async function deleteDependents(owner: Collectable): Promise<void> {
    const uid = owner.object.metadata.uid ?? "";
    const blocking = graph
      .dependentsOf(uid)
      .filter(({ object }) => ownersOf(object).some((one) => one.uid === uid && one.blockOwnerDeletion === true));
    if (blocking.length === 0) await removeFinalizer(owner, foregroundFinalizer);
    for (const dependent of blocking) await collect(dependent);
  }

  async function orphanDependents(owner: Collectable): Promise<void> {
    const uid = owner.object.metadata.uid ?? "";
    for (const dependent of graph.dependentsOf(uid)) {
      await patch(dependent, { ownerReferences: ownersOf(dependent.object).filter((one) => one.uid !== uid) });
    }
    await removeFinalizer(owner, orphanFinalizer);
  }

  async function removeFinalizer(item: Collectable, finalizer: string): Promise<void> {
    await patch(item, { finalizers: item.object.metadata.finalizers?.filter((one) => one !== finalizer) ?? [] });
  }

  async function patch({ type, object }: Collectable, metadata: Readonly<Record<string, unknown>>): Promise<void> {
    try {
      await client.patch(type, keyOf(object), mergePatchOn(object, { metadata }), { fieldManager });
    } catch (error) {
      if (!isNotFound(error)) throw error;
    }
  }

  async function deleteItem({ type, object }: Collectable, inForeground: boolean): Promise<void> {
    const { uid = "", resourceVersion = "" } = object.metadata;
    const propagation = inForeground ? "Foreground" : "Background";
    try {
      await client.delete(type, keyOf(object), { uid, resourceVersion, propagation });
    } catch (error) {
      if (!isNotFound(error)) throw error;
    }
  }
}

async function filterAsync<T>(items: readonly T[], keep: (item: T) => Promise<boolean>): Promise<readonly T[]> {
  const kept: T[] = [];
  for (const item of items) if (await keep(item)) kept.push(item);
  return kept;
}
