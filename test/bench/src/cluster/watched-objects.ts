import type { KubeClient, KubeObject } from "@bellwether/core";
import { type Kind, types } from "./types.ts";

/** Objects of namespace `default` as one list and one watch show them. */
export class WatchedObjects implements Disposable {
  readonly #objects = new Map<string, KubeObject>();
  readonly #waiting = new Set<() => void>();
  readonly #stop = new AbortController();

  static async open(client: KubeClient, kind: Kind): Promise<WatchedObjects> {
    const watched = new WatchedObjects();
    const { items, resourceVersion } = await client.list(types[kind], { namespace: "default" });
    for (const object of items) watched.#objects.set(object.metadata.name ?? "", object);
    void watched.#follow(client, kind, resourceVersion);
    return watched;
  }

  /** Resolves with the object once it is there and the predicate holds for it. */
  until(name: string, predicate: (object: KubeObject) => boolean): Promise<KubeObject> {
    return new Promise((resolve) => {
      const look = (): void => {
        const object = this.#objects.get(name);
        if (object === undefined || !predicate(object)) return;
        this.#waiting.delete(look);
        resolve(object);
      };
      this.#waiting.add(look);
      look();
    });
  }

  [Symbol.dispose](): void {
    this.#stop.abort();
  }

  async #follow(client: KubeClient, kind: Kind, resourceVersion: string): Promise<void> {
    const { signal } = this.#stop;
    try {
      for await (const event of client.watch(types[kind], { namespace: "default", resourceVersion, signal })) {
        if (event.type === "BOOKMARK") continue;
        const { name = "" } = event.object.metadata;
        if (event.type === "DELETED") this.#objects.delete(name);
        else this.#objects.set(name, event.object);
        for (const look of this.#waiting) look();
      }
      throw new Error(`the watch of ${kind} has ended`);
    } catch (error) {
      if (!signal.aborted) throw error;
    }
  }
}
