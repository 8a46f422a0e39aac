import {
  absentSide,
  controllerOf,
  isOwnedBy,
  keyText,
  refusal,
  type ObservedWorkload,
  type Refusal,
  type SideFacts,
  type WorkloadPair,
  type WorkloadRef,
} from "@bellwether/core";
import type { Deployment } from "./deployment.ts";
import { selects } from "./label-selector.ts";

/** The live objects of a rollout, where they exist. */
export interface DeploymentPair {
  readonly target: Deployment | undefined;
  readonly source: Deployment | undefined;
  /** Of other revisions, with pods. */
  readonly abandoned: readonly Deployment[];
}

/** The objects of the rollout itself that exist, the source first: claimed and released in this order. */
export function foundIn({ source, target }: DeploymentPair): readonly Deployment[] {
  return [source, target].filter((one) => one !== undefined);
}

function nameOf({ object: { metadata } }: Deployment): string {
  return `Deployment ${keyText({ namespace: metadata.namespace ?? "", name: metadata.name ?? "" })}`;
}

function sideOf(deployment: Deployment | undefined): SideFacts {
  if (deployment === undefined) return absentSide;
  const { replicas, existing, ready, observed } = deployment;
  return { exists: true, asked: replicas, existing, ready, observed };
}

function sumOf(deployments: readonly Deployment[]): SideFacts {
  const sum = (count: (deployment: Deployment) => number): number =>
    deployments.reduce((total, one) => total + count(one), 0);
  return {
    exists: true,
    asked: sum(({ replicas }) => replicas),
    existing: sum(({ existing }) => existing),
    ready: sum(({ ready }) => ready),
    observed: deployments.every(({ observed }) => observed),
  };
}

function isSettled({ observed, paused, replicas, existing }: Deployment): boolean {
  return observed && (paused || replicas === existing);
}

function seen(ref: WorkloadRef | undefined, deployment: Deployment | undefined): readonly WorkloadRef[] {
  const uid = deployment?.object.metadata.uid;
  return ref === undefined || uid === undefined ? [] : [{ ...ref, uid }];
}

function goneRefusal({ target, source }: WorkloadPair, found: DeploymentPair): Refusal | undefined {
  const isSourceGone = source !== undefined && found.source === undefined;
  const isTargetGone = target.uid !== undefined && found.target === undefined;
  const gone = isSourceGone ? source : isTargetGone ? target : undefined;
  if (gone === undefined) return undefined;
  const name = `Deployment ${keyText(gone.key)} of ${gone.revision}`;
  if (gone.uid === undefined) return refusal("WORKLOAD_GONE", `${name} does not exist`);
  return refusal("WORKLOAD_GONE", `${name} with UID ${gone.uid} does not exist any more`, {
    remedy: "delete the rollout and apply it again: it then starts with what is there",
  });
}

function ownerRefusal({ owner }: WorkloadPair, found: DeploymentPair): Refusal | undefined {
  for (const deployment of foundIn(found)) {
    const controller = controllerOf(deployment.object);
    if (controller === undefined || controller.uid === owner.uid) continue;
    const by = `${controller.kind} ${controller.name}`;
    return refusal(
      "TARGET_HAS_OWNER",
      `${nameOf(deployment)} is controlled by ${by}, not by ${owner.kind} ${keyText(owner.key)}`,
      { remedy: `delete ${by}, or remove its owner reference` },
    );
  }
  return undefined;
}

function overlapRefusal({ target, source }: DeploymentPair): Refusal | undefined {
  if (target === undefined || source === undefined) return undefined;
  if (!selects(source.selector, target.podLabels) && !selects(target.selector, source.podLabels)) return undefined;
  return refusal("WORKLOAD_SELECTOR_OVERLAP", `${nameOf(source)} and ${nameOf(target)} select each other's pods`);
}

/** What a rollout knows of its Deployments. */
export function observedPair(pair: WorkloadPair, found: DeploymentPair, problems: readonly string[]): ObservedWorkload {
  const all = foundIn(found);
  const owned = all.filter(({ object }) => isOwnedBy(object, pair.owner));
  const { abandoned } = found;
  const obstacle = goneRefusal(pair, found) ?? ownerRefusal(pair, found) ?? overlapRefusal(found);
  return {
    target: sideOf(found.target),
    source: sideOf(found.source),
    ...(abandoned.length === 0 ? {} : { abandoned: sumOf(abandoned) }),
    settled: found.target !== undefined && all.every(isSettled),
    claimed: all.length > 0 && owned.length === all.length,
    released: owned.length === 0,
    size: sumOf([...all, ...abandoned]).asked,
    refs: [...seen(pair.target, found.target), ...seen(pair.source, found.source)],
    problems,
    ...(obstacle === undefined ? {} : { obstacle }),
  };
}
