import {
  absentSide,
  type ClusterEntry,
  clusterSource,
  definePlugin,
  type KubeClient,
  kubeClient,
  type ObservedRollout,
  type ObservedWorkload,
  type PlanRequest,
  type RolloutPlugin,
  type RolloutSource,
  rolloutSource,
  type Strategy,
  strategy,
  type WorkloadAdapter,
  workloadAdapter,
  type WorkloadRef,
} from "@bellwether/core";
import { objectOf, rolloutType, worldOf } from "./fake-cluster.ts";
import type { FakeWorld } from "./fake-world.ts";

function refOf(world: FakeWorld, name: string, revision: string): WorkloadRef {
  return { apiVersion: "test.dev/v1", kind: world.kindOf(name), key: { namespace: "default", name }, revision };
}

function seenOf(rollout: ObservedRollout): { name: string; version: number } {
  const { name = "", resourceVersion } = rollout.object.metadata;
  return { name, version: Number(resourceVersion) };
}

function fakeSource(client: KubeClient): RolloutSource {
  const world = worldOf(client);
  return {
    type: rolloutType,
    read: () => {
      throw new Error("nobody reads fakes");
    },
    observe: async ({ name }) => {
      world.check();
      if (!world.names.includes(name)) return undefined;
      const rollout = world.rollout(name);
      return {
        ...rollout,
        object: objectOf(world, name),
        desired: "Run",
        workload: { target: refOf(world, name, rollout.target), source: refOf(world, name, rollout.source) },
        renderedReplicas: 5,
        located: { target: world.workload(name).located, source: false },
        collected: true,
        refusals: [],
      };
    },
    ensureFinalizer: async (rollout, finalizer) => {
      if (!finalizer) return world.remove(seenOf(rollout).name);
      world.writeRollout(seenOf(rollout), "finalizer", { finalizer });
    },
    ensureLocated: async (rollout) => world.writeWorkload(seenOf(rollout).name, "locate", { located: true }),
    ensureCollected: async () => {},
    publish: async (rollout, status) => world.writeRollout(seenOf(rollout), "status", { status }),
    subscribe: (listener) => world.subscribe(listener),
    synced: async () => {},
  };
}

function fakeAdapter(client: KubeClient): WorkloadAdapter {
  const world = worldOf(client);
  return {
    type: { ...rolloutType, kind: "FakeSet", plural: "fakesets" },
    placement: "inPlace",
    hold: (manifest) => manifest,
    observe: async ({ target }): Promise<ObservedWorkload> => {
      world.checkWorkloads();
      const { claimed, updated, ready } = world.workload(target.key.name);
      const newReady = Math.max(0, updated - (5 - ready));
      return {
        target: { exists: true, asked: updated, existing: updated, ready: newReady, observed: true },
        source: { ...absentSide, exists: true, asked: 5 - updated, existing: 5 - updated, ready: ready - newReady },
        settled: true,
        claimed,
        size: 5,
        refs: [{ ...target, uid: `uid-${target.key.name}` }],
        problems: [],
      };
    },
    ensureClaimed: async ({ target }) => world.writeWorkload(target.key.name, "claim", { claimed: true }),
    ensurePods: async ({ target }, _, pods) => world.askUpdated(target.key.name, pods),
    ensureReleased: async ({ target }) => world.writeWorkload(target.key.name, "release", { claimed: false }),
    subscribe: (listener) => world.subscribe(listener),
  };
}

const fakeStrategy: Strategy = {
  lowerFirst: false,
  plan: ({ plan }: PlanRequest) => {
    let pods = 0;
    const steps = (plan.rolloutBatches ?? []).map(({ replicas }, index) => {
      pods += Number(replicas);
      const fixed = { extra: 0, gates: [], maxUnavailable: 0, deadlineSeconds: 3600, onExpiry: "Hold" } as const;
      return { index, pods, ...fixed };
    });
    return { steps };
  },
};

/** Rolls FakeSets: a source, an adapter and a strategy. */
export function fakeRollouts(): RolloutPlugin {
  return definePlugin({
    name: "@fake/rollouts",
    version: "1.2.3",
    contributions: [
      rolloutSource.implement("FakeRollout", {
        scope: "cluster",
        needs: { client: kubeClient },
        create: ({ client }) => fakeSource(client),
      }),
      workloadAdapter.implement("FakeSet.test.dev", {
        scope: "cluster",
        needs: { client: kubeClient },
        capabilities: ["inPlace"],
        create: ({ client }) => fakeAdapter(client),
      }),
      strategy.implement("IncreaseFirst", { scope: "host", create: () => fakeStrategy }),
    ],
  });
}

/**
 * An adapter of another kind, `OddSet`, with methods that misbehave: for good, or all of `observe` while it is ill.
 * `create` may refuse to start.
 */
export function oddAdapter(
  odd: Partial<WorkloadAdapter>,
  isIll: () => boolean = () => false,
  create: (adapter: WorkloadAdapter) => WorkloadAdapter = (adapter) => adapter,
): RolloutPlugin {
  const falliblyOf = (adapter: WorkloadAdapter): WorkloadAdapter => ({
    ...adapter,
    observe: async (pair, signal) => {
      if (isIll()) throw new Error("it is ill");
      return adapter.observe(pair, signal);
    },
    ...odd,
  });
  return definePlugin({
    name: "@odd/sets",
    version: "0.0.1",
    contributions: [
      workloadAdapter.implement("OddSet.test.dev", {
        scope: "cluster",
        needs: { client: kubeClient },
        create: ({ client }) => create(falliblyOf(fakeAdapter(client))),
      }),
    ],
  });
}

export interface FakeClusters {
  /** From now on these exist. */
  become(...entries: readonly ClusterEntry[]): void;
  plugin(): RolloutPlugin;
}

/** A cluster source that names these clusters until it is told others. */
export function fakeClusters(...first: readonly ClusterEntry[]): FakeClusters {
  let entries = first;
  let change = Promise.withResolvers<void>();
  async function* observe(): AsyncGenerator<readonly ClusterEntry[]> {
    for (;;) {
      yield entries;
      await change.promise;
    }
  }
  return {
    become(...next) {
      entries = next;
      change.resolve();
      change = Promise.withResolvers();
    },
    plugin: () =>
      definePlugin({
        name: "@fake/clusters",
        version: "1.0.0",
        contributions: [clusterSource.implement("fake", { scope: "host", create: () => ({ observe }) })],
      }),
  };
}
