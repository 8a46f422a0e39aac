import type { ClusterLink, KubeObject } from "@bellwether/core";
import { type Kind, types } from "./types.ts";

/** Somebody who works on a cluster over HTTP, as with kubectl. */
export class Person implements AsyncDisposable {
  readonly #link: ClusterLink;

  constructor(link: ClusterLink) {
    this.#link = link;
  }

  async apply(...objects: readonly KubeObject[]): Promise<void> {
    for (const object of objects)
      await this.#link.client.apply(types[object.kind as Kind], object, { fieldManager: "person", force: true });
  }

  async patch(kind: Kind, name: string, body: Readonly<Record<string, unknown>>): Promise<void> {
    await this.#link.client.patch(
      types[kind],
      { namespace: "default", name },
      { type: "merge", body },
      { fieldManager: "person" },
    );
  }

  /** Changes fields of a rollout's plan; null removes one. */
  async editPlan(plan: Readonly<Record<string, unknown>>, name = "rolling-example"): Promise<void> {
    await this.patch("AppRollout", name, { spec: { rolloutPlan: plan } });
  }

  async find(kind: Kind, name: string): Promise<KubeObject | undefined> {
    const { items } = await this.#link.client.list(types[kind], {
      namespace: "default",
      fieldSelector: `metadata.name=${name}`,
    });
    return items[0];
  }

  async delete(kind: Kind, name: string): Promise<void> {
    await this.#link.client.delete(types[kind], { namespace: "default", name });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#link[Symbol.asyncDispose]();
  }
}
