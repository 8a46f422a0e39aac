import type { ClusterLink, KubeObject } from "@bellwether/core";
import { oamType } from "./walkthrough-objects.ts";

interface RolloutObjectStatus {
  readonly rollingState?: string;
  readonly currentBatch?: number;
  readonly upgradedReplicas?: number;
}

/** Listens to a cluster's rollouts and keeps how many pods each batch of the current run asked for. */
export class BatchRecord implements Disposable {
  readonly #subscription: Disposable;
  #goals = new Map<number, number>();

  constructor({ views }: ClusterLink) {
    this.#subscription = views
      .of(oamType("AppRollout"), { namespace: "default" })
      .subscribe(({ object }) => this.#note(object));
  }

  /** Cumulative pods by batch. */
  get batches(): readonly number[] {
    return [...this.#goals].toSorted(([a], [b]) => a - b).map(([, pods]) => pods);
  }

  restart(): void {
    this.#goals = new Map();
  }

  [Symbol.dispose](): void {
    this.#subscription[Symbol.dispose]();
  }

  #note(object: KubeObject): void {
    const { rollingState, currentBatch, upgradedReplicas } = (object["status"] ?? {}) as RolloutObjectStatus;
    if (rollingState === "rollingInBatches" && currentBatch !== undefined && upgradedReplicas !== undefined)
      this.#goals.set(currentBatch, upgradedReplicas);
  }
}
