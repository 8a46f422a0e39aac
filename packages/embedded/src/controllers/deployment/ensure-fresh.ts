import { isConflict, type KubeClient, keyOf } from "@bellwether/core";
import { same } from "../objects/canonical.ts";
import { controllerOf } from "../objects/owner.ts";
import { deployments as deploymentType, replicaSets as replicaSetType } from "../objects/resource-types.ts";
import { writeStatus } from "../objects/write-status.ts";
import type { ReplicaSet } from "../replicaset/replica-set.ts";
import { newReplicaSetAnnotations } from "./annotations.ts";
import type { Deployment, DeploymentStatus } from "./deployment.ts";
import { generationsOf, newReplicaSet, nextRevision } from "./fresh-replica-set.ts";
import { noteFresh } from "./progress.ts";
import { fieldManager, patchReplicaSet } from "./replica-set-writes.ts";
import type { Generations } from "./scaling.ts";

/** ReplicaSets, and the Deployment with the conditions that tell what became of them. */
export type Noted = readonly [Generations, Deployment];

/** Makes the ReplicaSet of the template if there is none. */
export async function ensureFresh(
  client: KubeClient,
  deployment: Deployment,
  generations: Generations,
  nowMs: number,
): Promise<readonly [Generations & { readonly fresh: ReplicaSet }, Deployment]> {
  const { fresh, old } = generations;
  if (fresh !== undefined) {
    const [{ fresh: updated = fresh }, noted] = await updateFresh(client, deployment, generations, nowMs);
    return [{ fresh: updated, old }, noted];
  }
  const wanted = newReplicaSet(deployment, old);
  try {
    const created = (await client.create(replicaSetType, wanted, { fieldManager })) as ReplicaSet;
    return [{ fresh: created, old }, withConditions(deployment, noteFresh(deployment, created, true, nowMs))];
  } catch (error) {
    if (isConflict(error)) await noteCollision(client, deployment, wanted);
    throw error;
  }
}

/** Gives the new ReplicaSet, if there is one, the revision, annotations and minReadySeconds that it should have. */
export async function updateFresh(
  client: KubeClient,
  deployment: Deployment,
  generations: Generations,
  nowMs: number,
): Promise<Noted> {
  const { fresh } = generations;
  if (fresh === undefined) return [generations, deployment];
  const annotations = newReplicaSetAnnotations(deployment, nextRevision(generations), fresh);
  const minReadySeconds = deployment.spec.minReadySeconds ?? 0;
  const lacking = Object.entries(annotations).some(([name, value]) => fresh.metadata.annotations?.[name] !== value);
  const updated =
    lacking || minReadySeconds !== (fresh.spec.minReadySeconds ?? 0)
      ? await patchReplicaSet(client, fresh, { metadata: { annotations }, spec: { minReadySeconds } })
      : fresh;
  return [{ ...generations, fresh: updated }, withConditions(deployment, noteFresh(deployment, fresh, false, nowMs))];
}

/** Another owner or template has the name: the next try hashes differently. */
async function noteCollision(client: KubeClient, deployment: Deployment, wanted: ReplicaSet): Promise<void> {
  const other = (await client.get(replicaSetType, keyOf(wanted))) as ReplicaSet;
  const own = controllerOf(other)?.uid === deployment.metadata.uid;
  if (own && generationsOf(deployment, [other]).fresh !== undefined) return;
  const collisionCount = (deployment.status?.collisionCount ?? 0) + 1;
  await writeStatus(client, deploymentType, deployment, { ...deployment.status, collisionCount }, fieldManager);
}

export function withConditions(deployment: Deployment, conditions: DeploymentStatus["conditions"]): Deployment {
  if (same(conditions, deployment.status?.conditions)) return deployment;
  return { ...deployment, status: { ...deployment.status, ...(conditions === undefined ? {} : { conditions }) } };
}
