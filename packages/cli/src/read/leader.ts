import {
  catalogue,
  isNotFound,
  keyText,
  type KubeClient,
  type KubeObject,
  type ObjectKey,
  type ResourceType,
  type RolloutView,
} from "@bellwether/core";
import { durationText } from "../terminal/duration.ts";

export const leaseType: ResourceType = {
  group: "coordination.k8s.io",
  version: "v1",
  kind: "Lease",
  plural: "leases",
  namespaced: true,
};

/** Where hosts agree on who acts on a cluster. */
export const defaultLease: ObjectKey = { namespace: "bellwether-system", name: "bellwether-0" };

interface LeaseSpec {
  readonly holderIdentity?: string;
  readonly renewTime?: string;
  readonly leaseDurationSeconds?: number;
  readonly leaseTransitions?: number;
}

export interface Leader {
  readonly holder: string;
  readonly epoch: number;
  /** When the lease ran out, or will; milliseconds since the epoch. */
  readonly expires: number;
}

/** Who holds a cluster's lease, expired or not; undefined when nobody does. */
export function leaderOf(lease: KubeObject | undefined): Leader | undefined {
  const {
    holderIdentity = "",
    renewTime,
    leaseDurationSeconds = 0,
    leaseTransitions = 0,
  } = (lease?.["spec"] ?? {}) as LeaseSpec;
  if (holderIdentity === "" || renewTime === undefined) return undefined;
  return {
    holder: holderIdentity,
    epoch: leaseTransitions,
    expires: Date.parse(renewTime) + leaseDurationSeconds * 1000,
  };
}

export async function readLeader(client: KubeClient, key: ObjectKey, signal: AbortSignal): Promise<Leader | undefined> {
  try {
    return leaderOf(await client.get(leaseType, key, { signal }));
  } catch (error) {
    if (isNotFound(error)) return undefined;
    throw error;
  }
}

/** Why nobody acts on a cluster; undefined while a host leads there. `now` in milliseconds since the epoch. */
export function leaderless(leader: Leader | undefined, cluster: string, now: number): string | undefined {
  const lease = keyText(defaultLease);
  if (leader === undefined) return `nobody acts: no host holds lease ${lease} on ${cluster}`;
  if (leader.expires > now) return undefined;
  return `nobody acts: lease ${lease} on ${cluster}, held by ${leader.holder}, expired ${durationText(now - leader.expires)} ago`;
}

/** A rollout on its way waits for a host where none leads. */
export function withLeader(view: RolloutView, leader: Leader | undefined, now: number): RolloutView {
  const text = leaderless(leader, view.cluster, now);
  if (text === undefined || view.state === "succeeded" || view.state === "failed" || !view.fresh) return view;
  const since = view.waiting?.since ?? view.createdAt ?? view.observedAt;
  return {
    ...view,
    state: "waiting",
    waiting: {
      guard: "HostLeading",
      for: "host",
      since,
      deadline: null,
      onExpiry: null,
      code: "NO_HOST",
      text,
      remedy: catalogue.NO_HOST.fix,
    },
  };
}
