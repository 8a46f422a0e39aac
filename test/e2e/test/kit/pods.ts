import type { KubeObject } from "@bellwether/core";
import type { TestCluster } from "./test-cluster.ts";

interface PodParts {
  readonly spec: { readonly containers: readonly { readonly image: string }[] };
  readonly status?: { readonly conditions?: readonly { readonly type: string; readonly status: string }[] };
}

const isReady = (pod: KubeObject): boolean =>
  ((pod as unknown as PodParts).status?.conditions ?? []).some(
    ({ type, status }) => type === "Ready" && status === "True",
  );

const tagOf = (pod: KubeObject): string =>
  (pod as unknown as PodParts).spec.containers[0]?.image.split(":").at(-1) ?? "";

/** Ready pods by image tag, such as `{ "4.0.6": 2, "5.0.2": 3 }`. */
export function readyPods(cluster: TestCluster): Readonly<Record<string, number>> {
  const tags = cluster
    .list("Pod")
    .filter((pod) => isReady(pod) && pod.metadata.deletionTimestamp === undefined)
    .map(tagOf);
  return Object.fromEntries([...new Set(tags)].sort().map((tag) => [tag, tags.filter((one) => one === tag).length]));
}
