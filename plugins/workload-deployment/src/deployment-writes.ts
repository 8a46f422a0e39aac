import { heldAnnotation, isOwnedBy, withOwner, withoutOwner, type Leaving, type WorkloadPair } from "@bellwether/core";
import { heldText } from "./held-deployment.ts";
import type { Deployment } from "./deployment.ts";
import { foundIn, type DeploymentPair } from "./deployment-pair.ts";

/** A merge patch of one object. */
export interface DeploymentWrite {
  readonly deployment: Deployment;
  readonly body: Readonly<Record<string, unknown>>;
}

function unheld({ object }: Deployment): { readonly annotations?: Readonly<Record<string, null>> } {
  return object.metadata.annotations?.[heldAnnotation] === undefined ? {} : { annotations: { [heldAnnotation]: null } };
}

/** Owner and no pause on the first object that lacks them; replicas stay as they are. */
export function claimWrite({ owner }: WorkloadPair, found: DeploymentPair): DeploymentWrite | undefined {
  const deployment = foundIn(found).find(({ object }) => !isOwnedBy(object, owner));
  if (deployment === undefined) return undefined;
  const { object, paused } = deployment;
  return {
    deployment,
    body: {
      metadata: { ownerReferences: withOwner(object, owner), ...unheld(deployment) },
      ...(paused ? { spec: { paused: false } } : {}),
    },
  };
}

export function podsWrite(deployment: Deployment, pods: number): DeploymentWrite | undefined {
  if (deployment.replicas === pods) return undefined;
  const metadata = unheld(deployment);
  return {
    deployment,
    body: { ...(metadata.annotations === undefined ? {} : { metadata }), spec: { replicas: pods } },
  };
}

/** Takes what is beyond `pods` in all from the first object that has some. */
export function abandonedWrite(abandoned: readonly Deployment[], pods: number): DeploymentWrite | undefined {
  const surplus = abandoned.reduce((sum, { replicas }) => sum + replicas, 0) - pods;
  const first = abandoned.find(({ replicas }) => replicas > 0);
  return first === undefined || surplus <= 0 ? undefined : podsWrite(first, Math.max(0, first.replicas - surplus));
}

/** The reference goes from the first object that has it; replicas stay as they are. */
export function releaseWrite(pair: WorkloadPair, found: DeploymentPair, leaving: Leaving): DeploymentWrite | undefined {
  const deployment = foundIn(found).find(({ object }) => isOwnedBy(object, pair.owner));
  if (deployment === undefined) return undefined;
  const ownerReferences = withoutOwner(deployment.object, pair.owner);
  const noted =
    leaving === "inPlace"
      ? { annotations: { [heldAnnotation]: heldText(pair, found, deployment) } }
      : unheld(deployment);
  return { deployment, body: { metadata: { ownerReferences, ...noted } } };
}
