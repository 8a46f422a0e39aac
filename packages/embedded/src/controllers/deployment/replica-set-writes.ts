import { isNotFound, type KubeClient, keyOf, mergePatchOn } from "@bellwether/core";
import { replicaSets as replicaSetType } from "../objects/resource-types.ts";
import { type ReplicaSet, sizeOf } from "../replicaset/replica-set.ts";
import { sizeAnnotations } from "./annotations.ts";
import { boundsOf, type Deployment } from "./deployment.ts";
import { byRevision, type Generations, type Sizes } from "./scaling.ts";

export const fieldManager = "deployment-controller";

export async function patchReplicaSet(
  client: KubeClient,
  replicaSet: ReplicaSet,
  body: Readonly<Record<string, unknown>>,
): Promise<ReplicaSet> {
  const patch = mergePatchOn(replicaSet, body);
  return (await client.patch(replicaSetType, keyOf(replicaSet), patch, { fieldManager })) as ReplicaSet;
}

export interface Scaled {
  /** As they are after the writes. */
  readonly generations: Generations;
  readonly resized: boolean;
}

/** Writes sizes and the bounds they were computed for; with `resized`, only where the size differs. */
export async function scale(
  client: KubeClient,
  deployment: Deployment,
  { fresh, old }: Generations,
  sizes: Sizes,
  only?: "resized",
): Promise<Scaled> {
  const annotations = sizeAnnotations(boundsOf(deployment));
  const written = new Map<ReplicaSet, ReplicaSet>();
  let resized = false;
  for (const [one, replicas] of sizes) {
    const differs = sizeOf(one) !== replicas;
    const annotated = Object.entries(annotations).every(([name, value]) => one.metadata.annotations?.[name] === value);
    if (differs || (only === undefined && !annotated)) {
      written.set(one, await patchReplicaSet(client, one, { metadata: { annotations }, spec: { replicas } }));
    }
    resized ||= differs;
  }
  const now = (one: ReplicaSet): ReplicaSet => written.get(one) ?? one;
  return { generations: { fresh: fresh && now(fresh), old: old.map(now) }, resized };
}

/** Deletes the oldest of the idle old ReplicaSets that are more than the history may hold. */
export async function forgetHistory(client: KubeClient, deployment: Deployment, { old }: Generations): Promise<void> {
  const kept = old.filter(({ metadata }) => metadata.deletionTimestamp === undefined);
  const surplus = Math.max(0, kept.length - (deployment.spec.revisionHistoryLimit ?? 10));
  for (const one of kept.toSorted(byRevision).slice(0, surplus).filter(isIdle)) {
    try {
      await client.delete(replicaSetType, keyOf(one), { uid: one.metadata.uid ?? "" });
    } catch (error) {
      if (!isNotFound(error)) throw error;
    }
  }
}

function isIdle({ metadata, spec, status }: ReplicaSet): boolean {
  const observed = (status?.observedGeneration ?? 0) >= (metadata.generation ?? 0);
  return observed && spec.replicas === 0 && status?.replicas === 0;
}
