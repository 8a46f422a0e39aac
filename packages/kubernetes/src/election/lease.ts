import type { KubeObject, ResourceType } from "@bellwether/core";
import { microTime } from "./micro-time.ts";

export const leases: ResourceType = {
  group: "coordination.k8s.io",
  version: "v1",
  kind: "Lease",
  plural: "leases",
  namespaced: true,
};

/** What a Lease says; its times are of its writer's clock, and good for telling a change only. */
export interface LeaseRecord {
  readonly holder: string | undefined;
  /** Raised by everyone who takes the lease. */
  readonly transitions: number;
  readonly durationMs: number;
  readonly renewTime: string | undefined;
}

export function readLease(lease: KubeObject): LeaseRecord {
  const spec = (lease["spec"] ?? {}) as Readonly<Record<string, unknown>>;
  const holder = spec["holderIdentity"];
  return {
    holder: typeof holder === "string" && holder !== "" ? holder : undefined,
    transitions: Number(spec["leaseTransitions"] ?? 0),
    durationMs: Number(spec["leaseDurationSeconds"] ?? 0) * 1000,
    renewTime: spec["renewTime"] as string | undefined,
  };
}

export function takenSpec(
  holder: string,
  epoch: number,
  durationMs: number,
  now: number,
): Readonly<Record<string, unknown>> {
  return {
    holderIdentity: holder,
    leaseDurationSeconds: Math.ceil(durationMs / 1000),
    acquireTime: microTime(now),
    renewTime: microTime(now),
    leaseTransitions: epoch,
  };
}

export function renewedSpec(now: number): Readonly<Record<string, unknown>> {
  return { renewTime: microTime(now) };
}

/** The transitions stay, so that the next term's number is higher. */
export function releasedSpec(now: number): Readonly<Record<string, unknown>> {
  return { holderIdentity: null, leaseDurationSeconds: 1, renewTime: microTime(now) };
}
