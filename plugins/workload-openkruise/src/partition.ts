/** Keeps every pod at the old revision, also those that an autoscaler adds meanwhile; a number would not. */
export const all: string = "100%";

/**
 * Pods that a partition keeps at the old revision. Percentages are rounded up, but only 100% keeps every one of several
 * pods; what is no percentage keeps none.
 */
export function keptBy(partition: unknown, replicas: number): number {
  if (typeof partition === "number") return clamp(partition, replicas);
  const percent = typeof partition === "string" ? /^(\d+)%$/.exec(partition)?.[1] : undefined;
  if (percent === undefined) return 0;
  const kept = Math.ceil((Number(percent) * replicas) / 100);
  return replicas > 1 && kept === replicas && partition !== all ? replicas - 1 : clamp(kept, replicas);
}

function clamp(pods: number, replicas: number): number {
  return Math.min(Math.max(pods, 0), replicas);
}
