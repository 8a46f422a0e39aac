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
} from "@bellwether/core";
import type { CloneSet } from "./clone-set.ts";

type Sides = Pick<ObservedWorkload, "target" | "source">;

const nobody: SideFacts = { exists: true, asked: 0, existing: 0, ready: 0, observed: true };

/** Whose template the CloneSet has; undefined for a revision that the rollout does not name. */
export function sideOfTemplate(
  { revision }: CloneSet,
  { target, source }: WorkloadPair,
): "target" | "source" | undefined {
  if (revision === undefined) return undefined;
  return revision === target.revision ? "target" : revision === source?.revision ? "source" : undefined;
}

/** A scale moves no pod from one revision to another: those that run another one are there, and never ready for it. */
function scaledSides(set: CloneSet, pair: WorkloadPair): Sides {
  const { replicas, pods, observed } = set;
  const ready = sideOfTemplate(set, pair) === "target" ? pods.updatedReady : 0;
  return {
    target: { exists: true, asked: replicas, existing: pods.all, ready, observed },
    source: absentSide,
  };
}

function rolledSides(set: CloneSet, pair: WorkloadPair): Sides {
  const { replicas, partition, paused, pods, observed } = set;
  const side = sideOfTemplate(set, pair);
  if (side === undefined) return { target: { ...nobody, observed }, source: { ...nobody, observed } };
  // Paused, a CloneSet asks for no more updated pods than it has.
  const asked = paused ? Math.min(pods.updated, replicas) : replicas - partition;
  const updated = { exists: true, asked, existing: pods.updated, ready: pods.updatedReady, observed };
  const others = {
    exists: true,
    asked: replicas - asked,
    existing: Math.max(0, pods.all - pods.updated),
    ready: Math.max(0, pods.ready - pods.updatedReady),
    observed,
  };
  return side === "target" ? { target: updated, source: others } : { target: others, source: updated };
}

function isSettled({ replicas, paused, pods, observed }: CloneSet, { source }: WorkloadPair): boolean {
  const isUpdating = !paused && pods.updated !== pods.all;
  return observed && pods.all === replicas && !(source === undefined && isUpdating);
}

function foreignOwner({ object }: CloneSet, { owner }: WorkloadPair, name: string): Refusal | undefined {
  const controller = controllerOf(object);
  if (controller === undefined || controller.uid === owner.uid) return undefined;
  return refusal(
    "TARGET_HAS_OWNER",
    `${name} is controlled by ${controller.kind} ${controller.name}, not by ${owner.kind} ${keyText(owner.key)}`,
    { remedy: `delete ${controller.kind} ${controller.name}, or remove its owner reference` },
  );
}

/** A workload that was seen before and is missing. One that was never seen is still to be put there. */
function goneRefusal({ target }: WorkloadPair): Refusal | undefined {
  if (target.uid === undefined) return undefined;
  return refusal(
    "WORKLOAD_GONE",
    `${target.kind} ${keyText(target.key)} with UID ${target.uid} does not exist any more`,
    { remedy: "delete the rollout and apply it again: it then starts with what is there" },
  );
}

/** What a rollout knows of its CloneSet. */
export function observedCloneSet(
  set: CloneSet | undefined,
  pair: WorkloadPair,
  problems: readonly string[],
): ObservedWorkload {
  if (set === undefined) {
    const gone = goneRefusal(pair);
    return {
      target: absentSide,
      source: absentSide,
      settled: false,
      claimed: false,
      size: 0,
      refs: [],
      problems,
      ...(gone === undefined ? {} : { obstacle: gone }),
    };
  }
  const { metadata } = set.object;
  const obstacle = foreignOwner(set, pair, `${pair.target.kind} ${keyText(pair.target.key)}`);
  return {
    ...(pair.source === undefined ? scaledSides(set, pair) : rolledSides(set, pair)),
    settled: isSettled(set, pair),
    claimed: isOwnedBy(set.object, pair.owner),
    size: set.replicas,
    refs: [pair.target, ...(pair.source === undefined ? [] : [pair.source])].map((ref) => ({
      ...ref,
      ...(metadata.uid === undefined ? {} : { uid: metadata.uid }),
    })),
    problems,
    ...(obstacle === undefined ? {} : { obstacle }),
  };
}
