import {
  keyText,
  resourceName,
  RolloutError,
  type KubeClient,
  type KubeObject,
  type KubeViews,
  type ObjectView,
  type ResourceType,
} from "@bellwether/core";
import { labels } from "../kinds/keys.ts";

/** The kinds that templates yield, as the cluster serves them, with their live objects. */
export class ServedKinds {
  readonly #client: KubeClient;
  readonly #views: KubeViews;
  readonly #types = new Map<string, ResourceType>();
  readonly #watched = new Map<string, ObjectView>();
  readonly #listeners = new Set<(object: KubeObject) => void>();

  constructor(client: KubeClient, views: KubeViews) {
    this.#client = client;
    this.#views = views;
  }

  /** A filled view of the kind; throws `RolloutError` CRD_MISSING when the cluster does not serve it. */
  async view(apiVersion: string, kind: string, signal: AbortSignal): Promise<ObjectView> {
    const id = keyText({ namespace: apiVersion, name: kind });
    const type = this.#types.get(id) ?? (await this.#client.resolve(apiVersion, kind, { signal }));
    if (type === undefined) {
      throw new RolloutError("CRD_MISSING", `The cluster does not serve ${kind} (${apiVersion}).`, {
        remedy: `install the CustomResourceDefinition of ${kind}, or correct the template`,
      });
    }
    this.#types.set(id, type);
    const view = this.#watch(type);
    if (!view.hasSynced) await view.synced(signal);
    return view;
  }

  /** Told of every change of an object of these kinds. */
  subscribe(listener: (object: KubeObject) => void): Disposable {
    this.#listeners.add(listener);
    return { [Symbol.dispose]: () => void this.#listeners.delete(listener) };
  }

  #watch(type: ResourceType): ObjectView {
    const id = resourceName(type);
    const watched = this.#watched.get(id);
    if (watched !== undefined) return watched;
    // The core group holds the many and large ones: Secrets, ConfigMaps. The other kinds' views are shared with adapters.
    const view = this.#views.of(type, type.group === "" ? { labelSelector: labels.application } : {});
    view.subscribe(({ object }) => this.#listeners.forEach((listener) => listener(object)));
    this.#watched.set(id, view);
    return view;
  }
}
