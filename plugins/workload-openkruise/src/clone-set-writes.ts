import {
  heldAnnotation,
  isOwnedBy,
  keyText,
  RolloutError,
  withOwner,
  withoutOwner,
  type Leaving,
  type Side,
  type WorkloadPair,
} from "@bellwether/core";
import type { CloneSet } from "./clone-set.ts";
import { heldText } from "./held-clone-set.ts";
import { sideOfTemplate } from "./observed-clone-set.ts";
import { all } from "./partition.ts";
import { writeUpdate, type UpdateFields } from "./update-strategy.ts";

/** A merge patch of a CloneSet, or undefined when it is as asked already. */
export type CloneSetWrite = Readonly<Record<string, unknown>> | undefined;

type Annotations = Readonly<Record<string, string | null>>;

function unheld({ object }: CloneSet): { readonly annotations?: Annotations } {
  return object.metadata.annotations?.[heldAnnotation] === undefined ? {} : { annotations: { [heldAnnotation]: null } };
}

/**
 * The partition with which no pod moves when the hold is lifted. Those that come meanwhile are to be of the source while
 * it has all of them, and of the template in a scale, which brings no pod of another revision.
 */
function restingPartition(set: CloneSet, pair: WorkloadPair): UpdateFields {
  const { replicas, pods } = set;
  const updated = pair.source === undefined || sideOfTemplate(set, pair) === "target" ? pods.updated : 0;
  const resting = Math.max(0, replicas - updated);
  return { partition: updated === 0 && pair.source !== undefined ? all : resting };
}

export function claimWrite(set: CloneSet, pair: WorkloadPair): CloneSetWrite {
  if (isOwnedBy(set.object, pair.owner) || !set.observed) return undefined;
  const update = { paused: false, ...restingPartition(set, pair) };
  return {
    metadata: { ownerReferences: withOwner(set.object, pair.owner), ...unheld(set) },
    spec: { updateStrategy: writeUpdate(set.object.apiVersion, update) },
  };
}

function templateSide(set: CloneSet, pair: WorkloadPair): Side {
  const side = sideOfTemplate(set, pair);
  if (side !== undefined) return side;
  const { kind, key, revision } = pair.target;
  const found = set.revision === undefined ? "a template that no rollout put there" : `the template of ${set.revision}`;
  throw new RolloutError("WORKLOAD_NOT_HELD", `${kind} ${keyText(key)} has ${found}, not that of ${revision}`, {
    remedy: `start the rollout to ${revision} again, or apply the manifest of ${revision}`,
  });
}

export function podsWrite(set: CloneSet, pair: WorkloadPair, side: Side, pods: number): CloneSetWrite {
  const metadata = unheld(set).annotations === undefined ? {} : { metadata: unheld(set) };
  if (pair.source === undefined) return set.replicas === pods ? undefined : { ...metadata, spec: { replicas: pods } };
  const partition = side === templateSide(set, pair) ? set.replicas - pods : pods;
  const kept = Math.min(Math.max(partition, 0), set.replicas);
  if (set.partition === kept && !set.paused) return undefined;
  const update = { partition: kept, ...(set.paused ? { paused: false } : {}) };
  return { ...metadata, spec: { updateStrategy: writeUpdate(set.object.apiVersion, update) } };
}

export function releaseWrite(set: CloneSet, pair: WorkloadPair, leaving: Leaving): CloneSetWrite {
  if (!isOwnedBy(set.object, pair.owner)) return undefined;
  const ownerReferences = withoutOwner(set.object, pair.owner);
  if (leaving !== "inPlace") return { metadata: { ownerReferences, ...unheld(set) } };
  const annotations = { [heldAnnotation]: heldText(set, pair) };
  if (pair.source === undefined) return { metadata: { ownerReferences, annotations } };
  return {
    metadata: { ownerReferences, annotations },
    spec: { updateStrategy: writeUpdate(set.object.apiVersion, { paused: true }) },
  };
}
