import type {
  ClusterEntry,
  KubeClient,
  KubeObject,
  KubeViews,
  ObjectKey,
  ObjectView,
  ResourceType,
} from "@bellwether/core";
import type { FakeWorld } from "./fake-world.ts";

export const rolloutType: ResourceType = {
  group: "test.dev",
  version: "v1",
  kind: "FakeRollout",
  plural: "fakerollouts",
  namespaced: true,
};

const worlds = new WeakMap<KubeClient, FakeWorld>();

/** The world that a fake cluster's client talks to. */
export function worldOf(client: KubeClient): FakeWorld {
  const world = worlds.get(client);
  if (world === undefined) throw new Error("not the client of a fake cluster");
  return world;
}

/** The rollout object as a cluster would show it. */
export function objectOf(world: FakeWorld, name: string): KubeObject {
  const { version, generation } = world.rollout(name);
  const metadata = { name, namespace: "default", uid: `uid-${name}`, resourceVersion: `${version}`, generation };
  return { apiVersion: "test.dev/v1", kind: "FakeRollout", metadata };
}

/** A cluster of one world; `onClose` is told when its link is disposed. */
export function fakeCluster(name: string, world: FakeWorld, onClose: () => void = () => {}): ClusterEntry {
  const client = {
    create: async (_: ResourceType, object: KubeObject) => {
      world.kubeEvents.push(object);
      return object;
    },
    resolve: async (_: string, kind: string) => (world.served.has(kind) ? rolloutType : undefined),
  } as unknown as KubeClient;
  worlds.set(client, world);
  const view = {
    type: rolloutType,
    hasSynced: true,
    get trouble() {
      return world.viewTrouble;
    },
    synced: async () => {},
    get: ({ name: rollout }: ObjectKey) => objectOf(world, rollout),
    list: () => world.names.map((rollout) => objectOf(world, rollout)),
  } as unknown as ObjectView;
  const views: KubeViews = { of: () => view, relist: () => world.relist() };
  return {
    name,
    origin: `fake/${name}`,
    open: async () => ({
      name,
      server: `https://${name}`,
      client,
      views,
      [Symbol.asyncDispose]: async () => onClose(),
    }),
  };
}
