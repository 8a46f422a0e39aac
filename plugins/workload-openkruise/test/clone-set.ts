import {
  revisionAnnotation,
  type KubeObject,
  type RolloutOwner,
  type WorkloadPair,
  type WorkloadRef,
} from "@bellwether/core";

type Fields = Readonly<Record<string, unknown>>;

const pods: Fields = {
  selector: { matchLabels: { app: "web" } },
  template: {
    metadata: { labels: { app: "web" } },
    spec: { containers: [{ name: "web", image: "example.org/web" }] },
  },
};

/** A CloneSet as a revision renders it, in the version that OpenKruise releases serve. */
export function flatCloneSet(revision: string): KubeObject {
  const spec = structuredClone(pods) as { template: { spec: { containers: { image: string }[] } } };
  for (const container of spec.template.spec.containers) container.image = `example.org/web:${revision}`;
  return {
    apiVersion: "apps.kruise.io/v1alpha1",
    kind: "CloneSet",
    metadata: { name: "web", namespace: "default" },
    spec: { replicas: 1, ...spec },
  };
}

/** The same in the version that nests the fields of an update. */
export function nestedCloneSet(revision: string): KubeObject {
  return { ...flatCloneSet(revision), apiVersion: "apps.kruise.io/v1beta1" };
}

export const owner: RolloutOwner = {
  apiVersion: "core.oam.dev/v1beta1",
  kind: "AppRollout",
  key: { namespace: "default", name: "web" },
  uid: "owner-uid",
};

function ref(revision: string): WorkloadRef {
  const key = { namespace: "default", name: "web" };
  return { apiVersion: "apps.kruise.io/v1alpha1", kind: "CloneSet", key, revision };
}

export const rollout: WorkloadPair = { target: ref("v2"), source: ref("v1"), owner };

export const scale: WorkloadPair = { target: ref("v2"), owner };

/** A CloneSet as it might be found: with the template of `revision`, seen by its controller. */
export function liveCloneSet(
  spec: Fields,
  status: Fields,
  { revision = "v2", ...metadata }: KubeObject["metadata"] & { readonly revision?: string } = {},
): KubeObject {
  return {
    apiVersion: "apps.kruise.io/v1alpha1",
    kind: "CloneSet",
    metadata: {
      name: "web",
      namespace: "default",
      uid: "set-uid",
      generation: 4,
      annotations: { [revisionAnnotation]: revision },
      ...metadata,
    },
    spec: { ...pods, ...spec },
    status: { observedGeneration: 4, ...status },
  };
}
