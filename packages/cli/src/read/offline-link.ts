import { RolloutError, type ClusterLink, type KubeClient, type ObjectView } from "@bellwether/core";

function noCluster(): never {
  throw new RolloutError("USAGE_WRONG", "this needs a cluster, and the command was told to do without", {
    remedy: "leave --size out",
  });
}

const emptyView = (type: ObjectView["type"]): ObjectView => ({
  type,
  hasSynced: false,
  trouble: undefined,
  synced: noCluster,
  get: () => undefined,
  list: () => [],
  owned: () => [],
  subscribe: () => ({ [Symbol.dispose]: () => undefined }),
});

const noClient: KubeClient = {
  get: noCluster,
  list: noCluster,
  watch: noCluster,
  create: noCluster,
  apply: noCluster,
  patch: noCluster,
  delete: noCluster,
  resolve: async () => undefined,
};

/** Stands for a cluster where only files are read: every request is refused. */
export const offlineLink: ClusterLink = {
  name: "",
  server: "",
  client: noClient,
  views: { of: emptyView, relist: async () => undefined },
  [Symbol.asyncDispose]: async () => undefined,
};
