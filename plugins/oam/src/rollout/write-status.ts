import type { RolloutStatus, StepMemory } from "@bellwether/core";
import type { AppRolloutStatus, StepStatus } from "./app-rollout-status.ts";

/** `null` removes a field. */
export type MergePatchOf<T> = { readonly [K in keyof Required<T>]: MergePatchOf<Required<T>[K]> | T[K] | null };

type Hashes = Pick<AppRolloutStatus, "targetGeneration" | "lastAppliedPodTemplateIdentifier">;

/**
 * The status as a merge patch: what is absent in the model is removed on the wire. The hashes of manifests stay while
 * that of the target is not known.
 */
export function statusPatch(
  status: RolloutStatus,
  manifestHash: string | undefined,
): MergePatchOf<Omit<AppRolloutStatus, keyof Hashes>> & Hashes {
  const { state } = status;
  return {
    ...hashes(status, manifestHash),
    observedGeneration: status.observedGeneration,
    rollingState: state.rollingState,
    batchRollingState: state.batchRollingState,
    currentBatch: state.currentBatch,
    strategy: status.strategy,
    rolloutOriginalSize: state.originalSize,
    rolloutTargetSize: state.targetSize,
    upgradedReplicas: state.upgradedReplicas,
    upgradedReadyReplicas: state.upgradedReadyReplicas,
    lastTargetAppRevision: state.lastTarget,
    LastSourceAppRevision: state.lastSource,
    epoch: status.epoch,
    step: stepPatch(state.step),
    stable: state.stable ?? null,
    waiting: waitingPatch(status),
    workloads: status.workloads,
    conditions: status.conditions,
  };
}

function hashes({ state: { lastTarget, rollingState } }: RolloutStatus, manifestHash: string | undefined): Hashes {
  if (lastTarget === "") return { targetGeneration: "", lastAppliedPodTemplateIdentifier: "" };
  if (manifestHash === undefined) return {};
  const isProven = rollingState === "rolloutSucceed";
  return {
    targetGeneration: manifestHash,
    ...(isProven ? { lastAppliedPodTemplateIdentifier: manifestHash } : {}),
  };
}

function stepPatch(step: StepMemory): MergePatchOf<StepStatus> {
  return {
    attempt: step.attempt,
    phase: step.phase ?? null,
    entered: timestamp(step.entered),
    since: timestamp(step.since),
    generation: step.generation,
    goal: step.goal ?? null,
    outcome: step.outcome ?? null,
    waived: step.waived ?? null,
    paused: step.paused ?? null,
    done: step.done,
  };
}

function waitingPatch({ waiting }: RolloutStatus): MergePatchOf<AppRolloutStatus>["waiting"] {
  if (waiting === undefined) return null;
  const { guard, since, text, deadline = null, onExpiry = null, code = null, remedy = null } = waiting;
  return { guard, for: waiting.for, since, text, deadline, onExpiry, code, remedy };
}

/** Milliseconds are kept, so that the memory is the same when it is read back. */
function timestamp(milliseconds: number): string {
  return new Date(milliseconds).toISOString();
}
