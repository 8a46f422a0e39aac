import type { KubeObject } from "@bellwether/core";
import { movedAfter, type Plan, toleranceOf } from "./goals.ts";

interface RolloutSpec {
  readonly targetAppRevisionName: string;
  readonly sourceAppRevisionName?: string;
  readonly rolloutPlan: Plan;
}

interface WrittenStatus {
  readonly rollingState?: string;
  readonly batchRollingState?: string;
  readonly currentBatch?: number;
  readonly upgradedReadyReplicas?: number;
  readonly rolloutTargetSize?: number;
  readonly rolloutOriginalSize?: number;
  readonly lastTargetAppRevision?: string;
  readonly waiting?: { readonly code?: string };
}

/** An AppRollout: what it asks for and what its status claims. */
export interface Rollout {
  readonly object: KubeObject;
  readonly uid: string;
  readonly target: string;
  /** Empty: it scales the target. */
  readonly source: string;
  readonly plan: Plan;
  readonly state: string;
  readonly batchState: string;
  readonly batch: number;
  readonly upgradedReady: number;
  /** -1 while not determined. */
  readonly targetSize: number;
  readonly originalSize: number;
  /** Empty while no revision has been worked on. */
  readonly lastTarget: string;
  /** Catalogue code of what stands in the way; empty when nothing does. */
  readonly code: string;
}

export function readRollout(object: KubeObject): Rollout {
  const spec = object["spec"] as RolloutSpec;
  const status = (object["status"] ?? {}) as WrittenStatus;
  return {
    object,
    uid: object.metadata.uid ?? "",
    target: spec.targetAppRevisionName,
    source: spec.sourceAppRevisionName ?? "",
    plan: spec.rolloutPlan,
    state: status.rollingState ?? "",
    batchState: status.batchRollingState ?? "",
    batch: status.currentBatch ?? 0,
    upgradedReady: status.upgradedReadyReplicas ?? 0,
    targetSize: status.rolloutTargetSize ?? -1,
    originalSize: status.rolloutOriginalSize ?? -1,
    lastTarget: status.lastTargetAppRevision ?? "",
    code: status.waiting?.code ?? "",
  };
}

/** Pods of the target when the batch is done. `size` is the live total of a rollout; a scale reads its own numbers. */
export function goalOf({ source, plan, targetSize, originalSize }: Rollout, size: number, batch: number): number {
  const batches = plan.rolloutBatches ?? [];
  if (source !== "") return movedAfter(batches, size, batch);
  const moved = movedAfter(batches, Math.abs(targetSize - originalSize), batch);
  return targetSize >= originalSize ? originalSize + moved : originalSize - moved;
}

export function toleratedBy({ source, plan, targetSize, originalSize }: Rollout, size: number, batch: number): number {
  return toleranceOf(plan.rolloutBatches ?? [], source === "" ? Math.abs(targetSize - originalSize) : size, batch);
}

export function isAtRest({ state }: Rollout): boolean {
  return state === "rolloutSucceed" || state === "rolloutFailed";
}

export function scalesDown({ source, targetSize, originalSize }: Rollout): boolean {
  return source === "" && targetSize < originalSize;
}
