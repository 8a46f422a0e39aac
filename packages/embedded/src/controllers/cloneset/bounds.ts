import { type IntOrPercent, resolveIntOrPercent } from "../objects/int-or-percent.ts";
import type { CloneSetSpec } from "./clone-set.ts";

/** A CloneSet's settings in pods. */
export interface CloneSetBounds {
  readonly replicas: number;
  /** Pods that keep the old revision. */
  readonly partition: number;
  readonly maxSurge: number;
  readonly maxUnavailable: number;
  readonly scaleMaxUnavailable: number;
}

type Settings = Pick<
  CloneSetSpec,
  "replicas" | "partition" | "maxSurge" | "maxUnavailable" | "scaleMaxUnavailable" | "paused"
>;

export function cloneSetBounds(spec: Settings): CloneSetBounds {
  const { replicas } = spec;
  const maxSurge = spec.paused ? 0 : resolveIntOrPercent(spec.maxSurge, replicas, "up");
  return {
    replicas,
    partition: resolvePartition(spec.partition, replicas),
    maxSurge,
    maxUnavailable: resolveIntOrPercent(spec.maxUnavailable, replicas, maxSurge > 0 ? "down" : "up"),
    scaleMaxUnavailable:
      spec.scaleMaxUnavailable === undefined
        ? Number.POSITIVE_INFINITY
        : resolveIntOrPercent(spec.scaleMaxUnavailable, replicas, "up"),
  };
}

/** Rounded up, but only `100%` keeps every pod of several. */
export function resolvePartition(partition: IntOrPercent, replicas: number): number {
  const pods = resolveIntOrPercent(partition, replicas, "up");
  const movesOne = typeof partition === "string" && partition !== "100%" && replicas > 1 && pods === replicas;
  return Math.min(Math.max(movesOne ? replicas - 1 : pods, 0), replicas);
}
