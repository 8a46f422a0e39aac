import { keyOf, type KubeObject, type ObjectKey } from "@bellwether/core";
import { claimed } from "../objects/claim.ts";
import { Orphans } from "../objects/orphans.ts";
import type { Pod } from "../objects/pod.ts";
import {
  deployments as deploymentType,
  pods as podType,
  replicaSets as replicaSetType,
} from "../objects/resource-types.ts";
import { writeStatus } from "../objects/write-status.ts";
import { type ReplicaSet, sizeOf } from "../replicaset/replica-set.ts";
import type { Controller, ControllerContext } from "../runtime/controller.ts";
import { adoptersOf, ownersOf } from "../runtime/owned-watch.ts";
import { desiredReplicasOf, revisionAnnotation } from "./annotations.ts";
import { boundsOf, type Deployment, isRollingUpdate } from "./deployment.ts";
import { deploymentStatus } from "./deployment-status.ts";
import { ensureFresh, updateFresh, withConditions } from "./ensure-fresh.ts";
import { generationsOf } from "./fresh-replica-set.ts";
import { deadlineIn, isComplete, notePause, progressConditions } from "./progress.ts";
import { fieldManager, forgetHistory, scale } from "./replica-set-writes.ts";
import { freshSize, oldSizes } from "./rolling-update.ts";
import { allOf, type Generations, scaledSizes } from "./scaling.ts";

/** What one pass leaves: ReplicaSets as they are then, conditions on the Deployment, and whether a rollout is under way. */
interface Pass {
  readonly deployment: Deployment;
  readonly generations: Generations;
  readonly rolling: boolean;
}

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
    const deleted = found.metadata.deletionTimestamp !== undefined;
    const pass = deleted
      ? { deployment: found, generations, rolling: false }
      : await synchronize(withConditions(found, notePause(found, clock.now())), generations);
    return settle(found, pass);
  }

  function synchronize(deployment: Deployment, generations: Generations): Promise<Pass> {
    if (deployment.spec.paused === true || isResized(deployment, allOf(generations))) {
      return resize(deployment, generations);
    }
    return isRollingUpdate(deployment) ? roll(deployment, generations) : recreate(deployment, generations);
  }

  async function resize(before: Deployment, found: Generations): Promise<Pass> {
    const [current, deployment] = await updateFresh(client, before, found, clock.now());
    const statusReplicas = before.status?.replicas ?? 0;
    const sizes = scaledSizes(current, boundsOf(before), statusReplicas, isRollingUpdate(before));
    const { generations } = await scale(client, before, current, sizes);
    if (before.spec.paused === true) await forgetHistory(client, before, generations);
    return { deployment, generations, rolling: false };
  }

  async function roll(before: Deployment, found: Generations): Promise<Pass> {
    const [current, deployment] = await ensureFresh(client, before, found, clock.now());
    const bounds = boundsOf(before);
    const size = freshSize(current.fresh, allOf(current), bounds);
    const up = await scale(client, before, current, new Map([[current.fresh, size]]), "resized");
    if (up.resized) return { deployment, generations: up.generations, rolling: true };
    const down = await scale(client, before, current, oldSizes(current, bounds), "resized");
    if (!down.resized) await forgetWhenComplete(deployment, current);
    return { deployment, generations: down.generations, rolling: true };
  }

  async function recreate(before: Deployment, found: Generations): Promise<Pass> {
    const [seen, noted] = await updateFresh(client, before, found, clock.now());
    const active = seen.old.filter((one) => sizeOf(one) > 0);
    const down = await scale(client, before, seen, new Map(active.map((one) => [one, 0])), "resized");
    if (down.resized || seen.old.some(hasPods))
      return { deployment: noted, generations: down.generations, rolling: true };
    const [current, deployment] = await ensureFresh(client, noted, seen, clock.now());
    const sizes = new Map([[current.fresh, boundsOf(before).replicas]]);
    const up = await scale(client, before, current, sizes, "resized");
    if (!up.resized) await forgetWhenComplete(deployment, current);
    return { deployment, generations: up.generations, rolling: true };
  }

  function hasPods({ metadata, status }: ReplicaSet): boolean {
    const owned = pods.owned(metadata.uid ?? "") as readonly Pod[];
    return (
      (status?.replicas ?? 0) > 0 || owned.some((pod) => !["Failed", "Succeeded"].includes(pod.status?.phase ?? ""))
    );
  }

  async function forgetWhenComplete(deployment: Deployment, generations: Generations): Promise<void> {
    const status = deploymentStatus(deployment, generations, clock.now());
    if (isComplete(deployment, status)) await forgetHistory(client, deployment, generations);
  }

  /** Writes the status, and the revision that the new ReplicaSet has; returns when the progress deadline is to be checked. */
  async function settle(found: Deployment, { deployment, generations, rolling }: Pass): Promise<number | undefined> {
    const now = clock.now();
    const counted = deploymentStatus(deployment, generations, now);
    const status = rolling
      ? { ...counted, conditions: progressConditions(deployment, counted, generations.fresh, now) }
      : counted;
    const revision = generations.fresh?.metadata.annotations?.[revisionAnnotation];
    const annotations: Readonly<Record<string, string>> =
      revision === undefined ? {} : { [revisionAnnotation]: revision };
    await writeStatus(client, deploymentType, found, status, fieldManager, annotations);
    return rolling ? deadlineIn(deployment, status, now) : undefined;
  }
}

/** An active ReplicaSet was last scaled for another size of the Deployment. */
function isResized({ spec }: Deployment, owned: readonly ReplicaSet[]): boolean {
  return owned.some((one) => {
    const desired = desiredReplicasOf(one);
    return sizeOf(one) > 0 && desired !== undefined && desired !== (spec.replicas ?? 1);
  });
}
