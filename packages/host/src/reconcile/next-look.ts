import type { Clock } from "@bellwether/core";
import type { FairQueue } from "./fair-queue.ts";
import type { Failure } from "./failure.ts";
import type { PassEnd } from "./pass.ts";
import { retryDelay } from "../time/retry-delay.ts";

export interface NextLookOptions {
  readonly cluster: string;
  readonly clock: Clock;
  readonly random: () => number;
  readonly queue: FairQueue;
  /** What keeps a whole cluster from being looked at; undefined when it answers again. */
  readonly onClusterTrouble: (message: string | undefined) => void;
}

/** How long a pass waits for its own last write when no change wakes it. */
const staleLookMs = 2000;

/** When a rollout of one cluster is looked at again after a pass, if nothing changes for it before. */
export class NextLook {
  readonly #options: NextLookOptions;
  #clusterFailures = 0;

  constructor(options: NextLookOptions) {
    this.#options = options;
  }

  after(id: string, end: Exclude<PassEnd, { kind: "gone" }>): void {
    const { cluster, queue } = this.#options;
    this.#clusterAnswers();
    if (end.kind === "retry") return queue.retry(cluster, id);
    queue.settle(cluster, id);
    if (end.kind === "wrote") queue.add(cluster, id);
    if (end.kind === "settled" && end.wakeAt !== undefined) queue.addAt(cluster, id, end.wakeAt);
  }

  afterFailure(id: string, failure: Failure): void {
    const { cluster, clock, queue } = this.#options;
    if (failure.kind === "cluster") this.#waitForCluster(id, failure);
    else if (failure.kind === "stale") queue.addAt(cluster, id, clock.now() + staleLookMs);
    else queue.retry(cluster, id);
  }

  #waitForCluster(id: string, { message, retryAfterMs }: Extract<Failure, { kind: "cluster" }>): void {
    const { cluster, queue, random, onClusterTrouble } = this.#options;
    const delay = retryAfterMs ?? retryDelay(this.#clusterFailures, 250, 15_000, random);
    this.#clusterFailures += 1;
    onClusterTrouble(message);
    queue.hold(cluster, delay);
    queue.add(cluster, id);
  }

  #clusterAnswers(): void {
    if (this.#clusterFailures > 0) this.#options.onClusterTrouble(undefined);
    this.#clusterFailures = 0;
  }
}
