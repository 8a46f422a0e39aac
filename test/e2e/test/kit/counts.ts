import type { RolloutStatus } from "./rollout-status.ts";

/** Cumulative pods that the batches of a run asked for, in the order in which its statuses were seen. */
export function countsOf(statuses: readonly RolloutStatus[]): readonly number[] {
  const counts = statuses
    .filter(({ rollingState }) => rollingState === "rollingInBatches" || rollingState === "finalising")
    .map(({ upgradedReplicas = 0 }) => upgradedReplicas);
  return counts.filter((count, index) => count !== counts[index - 1]);
}

/** Statuses by run: a run begins where the memory of the one before is reset. */
export function runsOf(statuses: readonly RolloutStatus[]): readonly (readonly RolloutStatus[])[] {
  const runs: RolloutStatus[][] = [];
  for (const [index, status] of statuses.entries()) {
    const before = statuses[index - 1]?.rollingState;
    if (index === 0 || (status.rollingState === "locatingTargetApp" && before !== "locatingTargetApp")) runs.push([]);
    runs.at(-1)?.push(status);
  }
  return runs;
}
