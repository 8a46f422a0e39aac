import { expect } from "vitest";
import { movements, workloadUids } from "./movements.ts";
import { readyPods } from "./pods.ts";
import { hasSucceeded, untilStatus } from "./rollout-status.ts";
import type { TestCluster } from "./test-cluster.ts";

/** What the rollout of the walk-through's five pods from one revision to another asks for, and nothing else. */
export const crashFreeMovements: readonly string[] = [
  "metrics-provider replicas 5 partition 100% held",
  "metrics-provider replicas 5 partition 100%",
  "metrics-provider replicas 5 partition 4",
  "metrics-provider replicas 5 partition 2",
  "metrics-provider replicas 5 partition 0",
];

/** Waits for the end of the rollout to v2, and checks that nothing led there but the crash-free movements. */
export async function expectCrashFreeEnd(
  cluster: TestCluster,
  { since, target = "test-rolling-v2" }: { readonly since: number; readonly target?: string },
): Promise<void> {
  await untilStatus(cluster, hasSucceeded(target));
  expect(readyPods(cluster)).toEqual({ "5.0.2": 5 });
  expect(movements(cluster).slice(since)).toEqual(crashFreeMovements);
  expect(workloadUids(cluster, "CloneSet")).toHaveLength(1);
}
