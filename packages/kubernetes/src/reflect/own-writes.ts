import {
  compareResourceVersions,
  type KubeObject,
  type ObjectKey,
  type ResourceType,
  resourceName,
} from "@bellwether/core";
import type { WriteFence } from "./write-fence.ts";

/** Tells the views of a cluster what its own client has written, so that none of them shows an older state. */
export class OwnWrites {
  readonly #fences = new Map<string, Set<WriteFence>>();
  readonly #latest = new Map<string, string>();

  /** The version of the last own write to any object of this type. */
  latest(type: ResourceType): string | undefined {
    return this.#latest.get(resourceName(type));
  }

  fence(type: ResourceType, fence: WriteFence): void {
    const name = resourceName(type);
    this.#fences.set(name, (this.#fences.get(name) ?? new Set()).add(fence));
  }

  /** `answer` is what the API server returned for a write. */
  written(type: ResourceType, key: ObjectKey, answer: KubeObject): void {
    const version = answer.metadata.resourceVersion;
    if (version === undefined) return;
    const latest = this.latest(type);
    if (latest === undefined || compareResourceVersions(latest, version) < 0) {
      this.#latest.set(resourceName(type), version);
    }
    for (const fence of this.#of(type)) fence.written(key, version, answer);
  }

  /** To be called before a delete is sent; the result, when it has succeeded. */
  deleting(type: ResourceType, key: ObjectKey, uid: string | undefined): () => void {
    const deleted = [...this.#of(type)].map((fence) => fence.deleting(key, uid));
    return () => {
      for (const confirm of deleted) confirm();
    };
  }

  #of(type: ResourceType): ReadonlySet<WriteFence> {
    return this.#fences.get(resourceName(type)) ?? new Set();
  }
}
