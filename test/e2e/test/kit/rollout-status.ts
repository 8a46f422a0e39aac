import type { KubeObject } from "@bellwether/core";
import type { TestCluster } from "./test-cluster.ts";
import { until } from "./until.ts";

/** The fields of an AppRollout's status that people read. */
export interface RolloutStatus {
  readonly rollingState?: string;
  readonly batchRollingState?: string;
  readonly currentBatch?: number;
  readonly rolloutTargetSize?: number;
  readonly upgradedReplicas?: number;
  readonly upgradedReadyReplicas?: number;
  readonly lastTargetAppRevision?: string;
  readonly LastSourceAppRevision?: string;
  readonly epoch?: number;
  readonly conditions?: readonly { readonly type: string; readonly status: string; readonly reason: string }[];
  readonly waiting?: {
    readonly guard: string;
    readonly for: string;
    readonly text: string;
    readonly code?: string;
    readonly remedy?: string;
  };
}

export function statusOf(object: KubeObject | undefined): RolloutStatus {
  return object?.["status"] ?? {};
}

export function statusIn(cluster: TestCluster, name = "rolling-example"): RolloutStatus {
  return statusOf(cluster.find("AppRollout", name));
}

/** Resolves with the status once the predicate holds for it. */
export async function untilStatus(
  cluster: TestCluster,
  predicate: (status: RolloutStatus) => boolean,
  { name = "rolling-example", limitMs = 15_000 }: { readonly name?: string; readonly limitMs?: number } = {},
): Promise<RolloutStatus> {
  await until(
    () => predicate(statusIn(cluster, name)),
    limitMs,
    () => `${String(predicate)}; it is ${JSON.stringify(statusIn(cluster, name), null, 1)}`,
  );
  return statusIn(cluster, name);
}

export const hasSucceeded =
  (target: string) =>
  ({ rollingState, lastTargetAppRevision }: RolloutStatus): boolean =>
    rollingState === "rolloutSucceed" && lastTargetAppRevision === target;

export const waitsWith =
  (code: string) =>
  ({ waiting }: RolloutStatus): boolean =>
    waiting?.code === code;

export const waitsAfterBatch =
  (batch: number) =>
  ({ batchRollingState, currentBatch, waiting }: RolloutStatus): boolean =>
    batchRollingState === "batchReady" && currentBatch === batch && waiting?.guard === "PartitionRaised";
