import type { KubeObject, RolloutOwner, WorkloadPair, WorkloadRef } from "@bellwether/core";

type Fields = Readonly<Record<string, unknown>>;

/** A Deployment as a revision renders it. */
export function deployment(revision: string): KubeObject {
  return {
    apiVersion: "apps/v1",
    kind: "Deployment",
    metadata: { name: "web", namespace: "default", labels: { app: "web" } },
    spec: {
      replicas: 1,
      selector: { matchLabels: { app: "web" } },
      template: {
        metadata: { labels: { app: "web" } },
        spec: { containers: [{ name: "web", image: `example.org/web:${revision}` }] },
      },
    },
  };
}

export const owner: RolloutOwner = {
  apiVersion: "core.oam.dev/v1beta1",
  kind: "Rollout",
  key: { namespace: "default", name: "web" },
  uid: "owner-uid",
};

function ref(revision: string): WorkloadRef {
  const key = { namespace: "default", name: revision };
  return { apiVersion: "apps/v1", kind: "Deployment", key, revision };
}

export const rollout: WorkloadPair = { target: ref("web-v2"), source: ref("web-v1"), owner };

export const scale: WorkloadPair = { target: ref("web-v2"), owner };

/** A Deployment of one revision as it might be found, seen by its controller. */
export function liveDeployment(
  name: string,
  spec: Fields & { readonly replicas: number },
  status: Fields = {},
  metadata: KubeObject["metadata"] = {},
): KubeObject {
  const labels = { app: "web", "app.oam.dev/revision": name };
  return {
    apiVersion: "apps/v1",
    kind: "Deployment",
    metadata: { name, namespace: "default", uid: `${name}-uid`, generation: 2, ...metadata },
    spec: { selector: { matchLabels: labels }, template: { metadata: { labels } }, ...spec },
    status: { observedGeneration: 2, replicas: spec.replicas, readyReplicas: spec.replicas, ...status },
  };
}
