import {
  type Clock,
  keyText,
  type KubeViews,
  type ObjectKey,
  type RolloutSource,
  rolloutSource,
  type WorkloadAdapter,
  workloadAdapter,
} from "@bellwether/core";
import type { Contributed } from "../plugins/contributed.ts";
import type { Instances } from "../plugins/instances.ts";
import { type Failure, failureOf } from "./failure.ts";
import type { FairQueue, WorkItem } from "./fair-queue.ts";
import type { ReadLive } from "./live-look.ts";
import type { ViewTrouble } from "./lost-evidence.ts";
import { type PassEnd, type PassMemory, type PassReport, runPass } from "./pass.ts";
import { NextLook } from "./next-look.ts";
import type { KindLookup, Seen } from "./observe.ts";
import { type WakeUps, watchAdapter, watchSource } from "./wake-ups.ts";
import { WorkloadIndex } from "./workload-index.ts";

export interface LoopReport {
  /** The report of one pass, begun when `since` was asked for. */
  pass(
    source: Contributed<RolloutSource>,
    key: ObjectKey,
    since: number,
  ): PassReport & { ended(end: PassEnd | Failure): void };
  /** What keeps a whole cluster from being looked at; undefined when it answers again. */
  clusterTrouble(message: string | undefined): void;
  watchFailed(error: unknown): void;
}

export interface LoopOptions {
  readonly cluster: string;
  readonly clock: Clock;
  readonly random: () => number;
  readonly queue: FairQueue;
  readonly views: KubeViews;
  readonly viewTrouble: ViewTrouble;
  readonly isServed: KindLookup;
  readonly readLive: ReadLive;
  readonly instances: Instances;
  readonly epoch: number;
  /** Ends everything at once; `close` lets the passes in hand end first. */
  readonly signal: AbortSignal;
  readonly report: LoopReport;
}

interface Rollout {
  readonly source: Contributed<RolloutSource>;
  readonly key: ObjectKey;
  readonly memory: PassMemory;
}

/** The loop over the rollouts of one cluster, for one term of leadership. */
export class Loop {
  readonly #options: LoopOptions;
  readonly #rollouts: Map<string, Rollout> = new Map();
  readonly #workloads: WorkloadIndex = new WorkloadIndex();
  readonly #watching: AbortController = new AbortController();
  readonly #watched: Set<Contributed<unknown>> = new Set();
  readonly #next: NextLook;

  constructor(options: LoopOptions) {
    this.#options = options;
    this.#next = new NextLook({ ...options, onClusterTrouble: (message) => options.report.clusterTrouble(message) });
    options.queue.open(options.cluster, (item) => this.#work(item));
    options.signal.addEventListener("abort", () => this.#watching.abort(), { once: true });
    this.refresh();
  }

  /** Takes in contributions that have started since, and looks at everything again. */
  refresh(): void {
    const { instances } = this.#options;
    const wakeUps = this.#wakeUps();
    for (const source of instances.all(rolloutSource)) {
      if (this.#isNew(source)) void watchSource(wakeUps, source);
    }
    for (const adapter of instances.all(workloadAdapter)) {
      if (this.#isNew(adapter)) void watchAdapter(wakeUps, adapter);
    }
    for (const id of this.#rollouts.keys()) this.#options.queue.add(this.#options.cluster, id);
  }

  /** Looks at nothing new; resolves when the passes in hand have ended. */
  async close(): Promise<void> {
    this.#watching.abort();
    await this.#options.queue.close(this.#options.cluster);
  }

  #isNew(contributed: Contributed<unknown>): boolean {
    const isNew = !this.#watched.has(contributed);
    this.#watched.add(contributed);
    return isNew;
  }

  #wakeUps(): WakeUps {
    const { cluster, clock, random, views, queue, report } = this.#options;
    return {
      clock,
      random,
      views,
      signal: this.#watching.signal,
      onFailure: (error) => report.watchFailed(error),
      onRollout: (source, key) => {
        const id = `${source.key} ${keyText(key)}`;
        if (!this.#rollouts.has(id)) this.#rollouts.set(id, { source, key, memory: {} });
        queue.add(cluster, id);
      },
      onWorkload: (adapter, key) => {
        for (const id of this.#workloads.rolloutsOf(workloadId(adapter, key))) queue.add(cluster, id);
      },
    };
  }

  async #work({ key: id, since }: WorkItem): Promise<void> {
    const rollout = this.#rollouts.get(id);
    if (rollout === undefined) return;
    const { clock, instances, epoch, viewTrouble, isServed, readLive, signal } = this.#options;
    const { source, key, memory } = rollout;
    const report = this.#options.report.pass(source, key, since);
    const onObserved = (seen: Seen): void => this.#workloads.set(id, workloadIds(seen));
    try {
      const context = { clock, instances, epoch, viewTrouble, isServed, readLive, signal, report, onObserved };
      const end = await runPass(context, source, key, memory);
      report.ended(end);
      if (end.kind === "gone") return this.#forget(id);
      this.#next.after(id, end);
      if (memory.wait !== undefined) this.#options.queue.addAt(this.#options.cluster, id, memory.wait.until);
    } catch (error) {
      if (signal.aborted) return;
      const failure = failureOf(error);
      report.ended(failure);
      this.#next.afterFailure(id, failure);
    }
  }

  /** Unless it is asked for again: another object may have its name by now. */
  #forget(id: string): void {
    const { cluster, queue } = this.#options;
    this.#workloads.forget(id);
    if (queue.isWaiting(cluster, id)) return;
    this.#rollouts.delete(id);
    queue.forget(cluster, id);
  }
}

function workloadId(adapter: Contributed<WorkloadAdapter>, key: ObjectKey): string {
  return `${adapter.key} ${keyText(key)}`;
}

function workloadIds({ adapter, rollout }: Seen): readonly string[] {
  const { target, source } = rollout.workload ?? {};
  if (adapter === undefined) return [];
  return [target, source].flatMap((ref) => (ref === undefined ? [] : [workloadId(adapter, ref.key)]));
}
