import { isConflict, isNotFound, keyOf, type KubeObject, mergePatchOn, type ObjectKey } from "@bellwether/core";
import { same } from "../objects/canonical.ts";
import { claimed } from "../objects/claim.ts";
import { Orphans } from "../objects/orphans.ts";
import { controllerOf } from "../objects/owner.ts";
import {
  deployments as deploymentType,
  pods as podType,
  replicaSets as replicaSetType,
} from "../objects/resource-types.ts";
import { writeStatus } from "../objects/write-status.ts";
import { type ReplicaSet, sizeOf } from "../replicaset/replica-set.ts";
import type { Controller, ControllerContext } from "../runtime/controller.ts";
import { adoptersOf, ownersOf } from "../runtime/owned-watch.ts";
import { desiredReplicasOf, newReplicaSetAnnotations, revisionAnnotation, sizeAnnotations } from "./annotations.ts";
import { boundsOf, type Deployment, type DeploymentStatus, isRollingUpdate } from "./deployment.ts";
import { deploymentStatus } from "./deployment-status.ts";
import { generationsOf, newReplicaSet, nextRevision } from "./fresh-replica-set.ts";
import { deadlineIn, isComplete, noteFresh, notePause, progressConditions } from "./progress.ts";
import { freshSize, oldSizes } from "./rolling-update.ts";
import { allOf, byRevision, type Generations, scaledSizes, type Sizes } from "./scaling.ts";

const fieldManager = "deployment-controller";

/** Rolls each Deployment's template out over ReplicaSets. */
export function deploymentController({ client, views, clock }: ControllerContext): Controller {
  const deployments = views.of(deploymentType);
  const replicaSets = views.of(replicaSetType);
  const pods = views.of(podType);
  const orphans = new Orphans<ReplicaSet>(replicaSets);

  return {
    name: fieldManager,
    watches: [
      { view: deployments, keys: ({ object }) => [keyOf(object)] },
      { view: replicaSets, keys: (change) => [...ownersOf("Deployment", change), ...adoptersOf(deployments, change)] },
      // `Recreate` waits for the last old pod to be gone.
      { view: pods, keys: ({ type, object }) => (type === "deleted" ? deploymentsOf(object) : []) },
    ],
    reconcile,
  };

  function deploymentsOf(pod: KubeObject): readonly ObjectKey[] {
    const [key] = ownersOf("ReplicaSet", { type: "deleted", object: pod });
    const owner = key === undefined ? undefined : replicaSets.get(key);
    return owner === undefined ? [] : ownersOf("Deployment", { type: "modified", object: owner });
  }

  async function reconcile(key: ObjectKey): Promise<number | undefined> {
    const found = deployments.get(key) as Deployment | undefined;
    if (found === undefined) return undefined;
    const claim = { client, type: replicaSetType, view: replicaSets, orphans, fieldManager };
    const owned = await claimed(claim, found, found.spec.selector);
    const generations = generationsOf(found, owned);
    if (found.metadata.deletionTimestamp !== undefined) return settle(found, found, generations, false);
    const deployment = withConditions(found, notePause(found, clock.now()));
    const paused = deployment.spec.paused === true;
    if (paused || isResized(deployment, owned)) return resize(found, deployment, generations, paused);
    return isRollingUpdate(deployment)
      ? roll(found, deployment, generations)
      : recreate(found, deployment, generations);
  }

  async function resize(
    found: Deployment,
    deployment: Deployment,
    generations: Generations,
    paused: boolean,
  ): Promise<number | undefined> {
    const [current, noted] = await upToDate(deployment, generations);
    const statusReplicas = deployment.status?.replicas ?? 0;
    const sizes = scaledSizes(current, boundsOf(deployment), statusReplicas, isRollingUpdate(deployment));
    const scaled = await scale(deployment, current, sizes);
    if (paused) await forget(deployment, scaled.generations);
    return settle(found, noted, scaled.generations, false);
  }

  async function roll(
    found: Deployment,
    deployment: Deployment,
    generations: Generations,
  ): Promise<number | undefined> {
    const [current, noted] = await ensureFresh(deployment, generations);
    const bounds = boundsOf(deployment);
    const fresh = current.fresh as ReplicaSet;
    const up = await scale(
      deployment,
      current,
      new Map([[fresh, freshSize(fresh, allOf(current), bounds)]]),
      "resized",
    );
    if (up.resized) return settle(found, noted, up.generations);
    const down = await scale(deployment, current, oldSizes(current, bounds), "resized");
    if (!down.resized) await forgetWhenComplete(noted, current);
    return settle(found, noted, down.generations);
  }

  async function recreate(
    found: Deployment,
    deployment: Deployment,
    generations: Generations,
  ): Promise<number | undefined> {
    const [before, seen] = await upToDate(deployment, generations);
    const active = before.old.filter((one) => sizeOf(one) > 0);
    const down = await scale(deployment, before, new Map(active.map((one) => [one, 0])), "resized");
    if (down.resized || before.old.some(hasPods)) return settle(found, seen, down.generations);
    const [current, noted] = await ensureFresh(seen, before);
    const fresh = current.fresh as ReplicaSet;
    const up = await scale(deployment, current, new Map([[fresh, boundsOf(deployment).replicas]]), "resized");
    if (!up.resized) await forgetWhenComplete(noted, current);
    return settle(found, noted, up.generations);
  }

  function hasPods({ metadata, status }: ReplicaSet): boolean {
    if ((status?.replicas ?? 0) > 0) return true;
    return pods.owned(metadata.uid ?? "").some((pod) => {
      const phase = (pod["status"] as { readonly phase?: string } | undefined)?.phase;
      return phase !== "Failed" && phase !== "Succeeded";
    });
  }

  async function ensureFresh(deployment: Deployment, generations: Generations): Promise<[Generations, Deployment]> {
    if (generations.fresh !== undefined) return upToDate(deployment, generations);
    const wanted = newReplicaSet(deployment, generations.old);
    try {
      const fresh = (await client.create(replicaSetType, wanted, { fieldManager })) as ReplicaSet;
      return [{ ...generations, fresh }, withConditions(deployment, noteFresh(deployment, fresh, true, clock.now()))];
    } catch (error) {
      if (isConflict(error)) await noteCollision(deployment, wanted);
      throw error;
    }
  }

  /** Another owner or template has the name: the next try hashes differently. */
  async function noteCollision(deployment: Deployment, wanted: ReplicaSet): Promise<void> {
    const other = (await client.get(replicaSetType, keyOf(wanted))) as ReplicaSet;
    const own = controllerOf(other)?.uid === deployment.metadata.uid;
    if (own && generationsOf(deployment, [other]).fresh !== undefined) return;
    const collisionCount = (deployment.status?.collisionCount ?? 0) + 1;
    await writeStatus(client, deploymentType, deployment, { ...deployment.status, collisionCount }, fieldManager);
  }

  /** The new ReplicaSet, if there is one, with the revision, annotations and minReadySeconds that it should have. */
  async function upToDate(deployment: Deployment, generations: Generations): Promise<[Generations, Deployment]> {
    const { fresh } = generations;
    if (fresh === undefined) return [generations, deployment];
    const annotations = newReplicaSetAnnotations(deployment, nextRevision(generations), fresh);
    const minReadySeconds = deployment.spec.minReadySeconds ?? 0;
    const lacking = Object.entries(annotations).some(([name, value]) => fresh.metadata.annotations?.[name] !== value);
    const updated =
      lacking || minReadySeconds !== (fresh.spec.minReadySeconds ?? 0)
        ? await patch(fresh, { metadata: { annotations }, spec: { minReadySeconds } })
        : fresh;
    const noted = withConditions(deployment, noteFresh(deployment, fresh, false, clock.now()));
    return [{ ...generations, fresh: updated }, noted];
  }

  /** Writes sizes and the bounds they were computed for; with `resized`, only where the size differs. */
  async function scale(
    deployment: Deployment,
    generations: Generations,
    sizes: Sizes,
    only?: "resized",
  ): Promise<{ readonly generations: Generations; readonly resized: boolean }> {
    const annotations = sizeAnnotations(boundsOf(deployment));
    const written = new Map<ReplicaSet, ReplicaSet>();
    let resized = false;
    for (const [one, replicas] of sizes) {
      const differs = sizeOf(one) !== replicas;
      const annotated = Object.entries(annotations).every(
        ([name, value]) => one.metadata.annotations?.[name] === value,
      );
      if (differs || (only === undefined && !annotated)) {
        written.set(one, await patch(one, { metadata: { annotations }, spec: { replicas } }));
      }
      resized ||= differs;
    }
    const now = (one: ReplicaSet): ReplicaSet => written.get(one) ?? one;
    const { fresh, old } = generations;
    return { generations: { fresh: fresh && now(fresh), old: old.map(now) }, resized };
  }

  async function patch(replicaSet: ReplicaSet, body: Readonly<Record<string, unknown>>): Promise<ReplicaSet> {
    const key = keyOf(replicaSet);
    return (await client.patch(replicaSetType, key, mergePatchOn(replicaSet, body), { fieldManager })) as ReplicaSet;
  }

  async function forgetWhenComplete(deployment: Deployment, generations: Generations): Promise<void> {
    const status = deploymentStatus(deployment, generations, clock.now());
    if (isComplete(deployment, status)) await forget(deployment, generations);
  }

  async function forget({ spec }: Deployment, { old }: Generations): Promise<void> {
    const kept = old.filter(({ metadata }) => metadata.deletionTimestamp === undefined);
    const surplus = kept.toSorted(byRevision).slice(0, Math.max(0, kept.length - (spec.revisionHistoryLimit ?? 10)));
    for (const { metadata, spec, status } of surplus) {
      const idle = spec.replicas === 0 && status?.replicas === 0;
      if (!idle || (metadata.generation ?? 0) > (status.observedGeneration ?? 0)) continue;
      try {
        const key = { namespace: metadata.namespace ?? "", name: metadata.name ?? "" };
        await client.delete(replicaSetType, key, { uid: metadata.uid ?? "" });
      } catch (error) {
        if (!isNotFound(error)) throw error;
      }
    }
  }

  /** Writes the status, and the revision that the new ReplicaSet has; returns when the progress deadline is to be checked. */
  async function settle(
    found: Deployment,
    noted: Deployment,
    generations: Generations,
    rolling: boolean = true,
  ): Promise<number | undefined> {
    const now = clock.now();
    const counted = deploymentStatus(noted, generations, now);
    const status: DeploymentStatus = rolling
      ? { ...counted, conditions: progressConditions(noted, counted, generations.fresh, now) }
      : counted;
    const revision = generations.fresh?.metadata.annotations?.[revisionAnnotation];
    const annotations: Readonly<Record<string, string>> =
      revision === undefined ? {} : { [revisionAnnotation]: revision };
    await writeStatus(client, deploymentType, found, status, fieldManager, annotations);
    return rolling ? deadlineIn(noted, status, now) : undefined;
  }
}

function withConditions(deployment: Deployment, conditions: DeploymentStatus["conditions"]): Deployment {
  if (same(conditions, deployment.status?.conditions)) return deployment;
  return { ...deployment, status: { ...deployment.status, ...(conditions === undefined ? {} : { conditions }) } };
}

/** An active ReplicaSet was last scaled for another size of the Deployment. */
function isResized({ spec }: Deployment, owned: readonly ReplicaSet[]): boolean {
  return owned.some((one) => {
    const desired = desiredReplicasOf(one);
    return sizeOf(one) > 0 && desired !== undefined && desired !== (spec.replicas ?? 1);
  });
}
