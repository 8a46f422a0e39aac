import { ok } from "node:assert/strict";
import {
  kubeClient,
  kubeViews,
  revisionAnnotation,
  type KubeObject,
  type KubeViews,
  type KubeClient,
  type Leaving,
  type ObservedWorkload,
  type RolloutOwner,
  type Side,
  type WorkloadAdapter,
  type WorkloadPair,
  type WorkloadRef,
} from "@bellwether/core";
import { VirtualCluster } from "../../cluster/virtual-cluster.ts";
import { RequestTally } from "./request-tally.ts";
import type { WorkloadKind } from "./workload-kind.ts";

export const oldRevision = "web-v1";
export const newRevision = "web-v2";

const patienceMs = 300_000;
const roundMs = 1_000;

/** One workload of the kind on a virtual cluster, with an adapter that is called as the host would. */
export class WorkloadBench implements AsyncDisposable {
  readonly cluster: VirtualCluster;
  readonly adapter: WorkloadAdapter;
  /** The adapter's own requests. */
  readonly requests: RequestTally;
  readonly owner: RolloutOwner = ownerNamed("web", "9d5e7c7e-0000-4000-8000-000000000001");
  /** Called with every moment that the workload goes through. */
  watch: ((workload: ObservedWorkload) => void) | undefined;
  readonly #kind: WorkloadKind;
  readonly #signal: AbortSignal = new AbortController().signal;

  private constructor(kind: WorkloadKind, cluster: VirtualCluster, requests: RequestTally, adapter: WorkloadAdapter) {
    this.#kind = kind;
    this.cluster = cluster;
    this.requests = requests;
    this.adapter = adapter;
  }

  static async open(kind: WorkloadKind): Promise<WorkloadBench> {
    const cluster = new VirtualCluster({
      controllers: ["replicaset", "deployment", "cloneset", "scheduler", "kubelet"],
      ...kind.cluster,
    });
    await cluster.pass(roundMs);
    const requests = new RequestTally();
    const adapter = await adapterOf(kind, cluster.clientWith(requests), cluster.views);
    return new WorkloadBench(kind, cluster, requests, adapter);
  }

  /** The old revision at this size, rolled out and released. */
  static async running(kind: WorkloadKind, size: number): Promise<WorkloadBench> {
    const bench = await WorkloadBench.open(kind);
    const first = bench.scale();
    await bench.locate(oldRevision);
    await bench.claim(first);
    await bench.raise(first, "target", size);
    await bench.release(first, "done");
    return bench;
  }

  /** The old revision is to be scaled. */
  scale(owner: RolloutOwner = this.owner): WorkloadPair {
    return { target: this.#ref(oldRevision), owner };
  }

  /** The new revision is to follow the old one. */
  rollout(owner: RolloutOwner = this.owner): WorkloadPair {
    return { target: this.#ref(newRevision), source: this.#ref(oldRevision), owner };
  }

  live(ref: WorkloadRef): KubeObject | undefined {
    return this.cluster.server.contents(this.adapter.type)?.get(ref.key);
  }

  /** The live objects of a pair. */
  objects({ target, source }: WorkloadPair): readonly KubeObject[] {
    const refs = source === undefined || source.key.name === target.key.name ? [target] : [target, source];
    return refs.map((ref) => this.live(ref)).filter((object) => object !== undefined);
  }

  /** Puts a revision's manifest on the cluster, held, as a rollout source does. */
  async locate(revision: string): Promise<void> {
    const held = this.adapter.hold(this.#manifest(revision), revision, this.live(this.#ref(revision)));
    await this.cluster.client.apply(this.adapter.type, held, { fieldManager: "rollout-source", force: true });
  }

  observe(pair: WorkloadPair): Promise<ObservedWorkload> {
    return this.adapter.observe(pair, this.#signal);
  }

  ensurePods(pair: WorkloadPair, side: Side, pods: number): Promise<void> {
    return this.adapter.ensurePods(pair, side, pods, this.#signal);
  }

  ensureClaimed(pair: WorkloadPair): Promise<void> {
    return this.adapter.ensureClaimed(pair, this.#signal);
  }

  ensureReleased(pair: WorkloadPair, leaving: Leaving): Promise<void> {
    return this.adapter.ensureReleased(pair, leaving, this.#signal);
  }

  claim(pair: WorkloadPair): Promise<ObservedWorkload> {
    return this.until(
      pair,
      ({ claimed }) => claimed,
      () => this.ensureClaimed(pair),
    );
  }

  release(pair: WorkloadPair, leaving: Leaving): Promise<ObservedWorkload> {
    return this.until(pair, isReleased, () => this.ensureReleased(pair, leaving));
  }

  /** At least so many pods of a side, all of them ready. */
  raise(pair: WorkloadPair, side: Side, pods: number): Promise<ObservedWorkload> {
    return this.until(
      pair,
      (seen) => seen[side].observed && seen[side].asked >= pods && seen[side].ready >= pods,
      async (seen) => {
        if (seen[side].asked < pods) await this.ensurePods(pair, side, pods);
      },
    );
  }

  /** At most so many pods of a side. */
  lower(pair: WorkloadPair, side: Side, pods: number): Promise<ObservedWorkload> {
    return this.until(
      pair,
      (seen) => seen[side].observed && seen[side].asked <= pods && seen[side].existing <= pods,
      async (seen) => {
        if (seen[side].asked > pods) await this.ensurePods(pair, side, pods);
      },
    );
  }

  /** A step as the machine makes it: the target raised, then the source lowered. */
  async step(pair: WorkloadPair, size: number, goal: number): Promise<ObservedWorkload> {
    await this.raise(pair, "target", goal);
    return this.lower(pair, "source", size - goal);
  }

  /** The world as it is for a minute in which nobody asks for anything. */
  async rest(pair: WorkloadPair): Promise<ObservedWorkload> {
    await this.#pass(pair, 60_000);
    return this.observe(pair);
  }

  /** Observes, asks and lets time pass, until it is seen. */
  async until(
    pair: WorkloadPair,
    isSeen: (workload: ObservedWorkload) => boolean,
    ensure: (workload: ObservedWorkload) => Promise<void>,
  ): Promise<ObservedWorkload> {
    const end = this.cluster.clock.now() + patienceMs;
    for (;;) {
      const seen = await this.observe(pair);
      if (isSeen(seen)) return seen;
      ok(this.cluster.clock.now() < end, `not there after ${patienceMs / 1000} s: ${JSON.stringify(seen)}`);
      await ensure(seen);
      await this.#pass(pair, roundMs);
    }
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.cluster[Symbol.asyncDispose]();
  }

  async #pass(pair: WorkloadPair, durationMs: number): Promise<void> {
    const { watch } = this;
    await this.cluster.pass(durationMs, async () => watch?.(await this.observe(pair)));
  }

  #manifest(revision: string): KubeObject {
    const manifest = this.#kind.manifest(revision);
    const annotations = { ...manifest.metadata.annotations, [revisionAnnotation]: revision };
    return { ...manifest, metadata: { ...manifest.metadata, annotations } };
  }

  #ref(revision: string): WorkloadRef {
    const { apiVersion, kind, metadata } = this.adapter.hold(this.#manifest(revision), revision, undefined);
    return { apiVersion, kind, key: { namespace: "default", name: metadata.name ?? "" }, revision };
  }
}

export function isReleased({ claimed, released = !claimed }: ObservedWorkload): boolean {
  return released;
}

/** A rollout object that nobody looks at; only its reference counts. */
export function ownerNamed(name: string, uid: string): RolloutOwner {
  return { apiVersion: "core.oam.dev/v1beta1", kind: "AppRollout", key: { namespace: "default", name }, uid };
}

async function adapterOf(kind: WorkloadKind, client: KubeClient, views: KubeViews): Promise<WorkloadAdapter> {
  const contribution = kind.plugin.contributions.find(
    ({ point, key }) => point === "workload-adapter" && key === kind.key,
  );
  ok(contribution, `${kind.plugin.name} has no workload adapter ${kind.key}`);
  const services = new Map<string, unknown>([
    [kubeClient.id, client],
    [kubeViews.id, views],
  ]);
  const provided = Object.entries(contribution.needs).map(([name, { id }]) => [name, services.get(id)] as const);
  return (await contribution.create(Object.fromEntries(provided))) as WorkloadAdapter;
}
