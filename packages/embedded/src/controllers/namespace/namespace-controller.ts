import {
  isConflict,
  isNotFound,
  keyOf,
  type KubeObject,
  mergePatchOn,
  type ObjectKey,
  type ResourceType,
} from "@bellwether/core";
import { namespaces as namespaceType, serviceAccounts as serviceAccountType } from "../objects/resource-types.ts";
import type { Controller, ControllerContext, Watch } from "../runtime/controller.ts";

const fieldManager = "namespace-controller";
const finalizer = "kubernetes";

export interface NamespaceController extends Controller {
  /** Content of this type keeps a terminating namespace, and goes with it. */
  watch(type: ResourceType): Watch;
}

/** Gives each namespace its default service account, and empties terminating ones before they go. */
export function namespaceController(
  { client, views }: ControllerContext,
  types: readonly ResourceType[],
  withServiceAccounts: boolean,
): NamespaceController {
  const namespaces = views.of(namespaceType);
  const contents = new Map<string, ResourceType>();
  const watches = [{ view: namespaces, keys: ({ object }) => [keyOf(object)] } satisfies Watch, ...types.map(watch)];
  return { name: fieldManager, watch, watches, reconcile };

  function watch(type: ResourceType): Watch {
    contents.set(`${type.plural}.${type.group}`, type);
    return {
      view: views.of(type),
      keys: ({ type: change, object }) =>
        change === "deleted" ? [{ namespace: "", name: object.metadata.namespace ?? "" }] : [],
    };
  }

  async function reconcile(key: ObjectKey): Promise<undefined> {
    const namespace = namespaces.get(key);
    if (namespace === undefined) return;
    if (namespace.metadata.deletionTimestamp !== undefined) await terminate(namespace);
    else if (withServiceAccounts) await ensureServiceAccount(key.name);
  }

  async function terminate(namespace: KubeObject): Promise<void> {
    const { finalizers = [] } = (namespace["spec"] ?? {}) as { readonly finalizers?: readonly string[] };
    if (!finalizers.includes(finalizer)) return;
    const left = [...contents.values()].flatMap((type) =>
      views
        .of(type)
        .list(namespace.metadata.name)
        .map((object) => ({ type, object })),
    );
    for (const { type, object } of left) {
      if (object.metadata.deletionTimestamp !== undefined) continue;
      try {
        await client.delete(type, keyOf(object), { propagation: "Background" });
      } catch (error) {
        if (!isNotFound(error)) throw error;
      }
    }
    if (left.length > 0) return;
    const patch = mergePatchOn(namespace, { spec: { finalizers: finalizers.filter((one) => one !== finalizer) } });
    await client.patch(namespaceType, keyOf(namespace), patch, { fieldManager, subresource: "finalize" });
  }

  async function ensureServiceAccount(namespace: string): Promise<void> {
    const key = { namespace, name: "default" };
    if (views.of(serviceAccountType).get(key) !== undefined) return;
    try {
      const account = { apiVersion: "v1", kind: "ServiceAccount", metadata: key };
      await client.create(serviceAccountType, account, { fieldManager });
    } catch (error) {
      if (!isConflict(error)) throw error;
    }
  }
}
