import type { KubeObject } from "@bellwether/core";
import type { TestCluster } from "./test-cluster.ts";

interface WorkloadSpec {
  readonly replicas?: number;
  readonly paused?: boolean;
  readonly updateStrategy?: { readonly partition?: number | string; readonly paused?: boolean };
}

/** What a workload asks for, as one word: of those fields alone that move pods. */
function askedOf(object: KubeObject): string {
  const { replicas, paused, updateStrategy } = object["spec"] as WorkloadSpec;
  const held = paused === true || updateStrategy?.paused === true ? " held" : "";
  const partition = updateStrategy?.partition === undefined ? "" : ` partition ${updateStrategy.partition}`;
  return `${object.metadata.name} replicas ${replicas}${partition}${held}`;
}

/** Writes to workloads by anyone but their controllers that changed what they ask for, oldest first. */
export function movements(cluster: TestCluster): readonly string[] {
  return cluster.writes.flatMap(({ type, subresource, before, after }) => {
    if (!["CloneSet", "Deployment"].includes(type.kind) || subresource === "status" || after === undefined) return [];
    const now = askedOf(after);
    return before !== undefined && askedOf(before) === now ? [] : [now];
  });
}

/** Every UID that a workload of this kind ever had. */
export function workloadUids(cluster: TestCluster, kind: "CloneSet" | "Deployment"): readonly string[] {
  const uids = cluster.writes.flatMap(({ type, after }) =>
    type.kind === kind && after ? [after.metadata.uid ?? ""] : [],
  );
  return [...new Set(uids)];
}
