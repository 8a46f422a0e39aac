import { isNotFound, type KubeClient, type ObjectKey, type ResourceType } from "@bellwether/core";

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

/** Who holds a cluster's lease, expired or not; undefined when nobody ever did. */
export async function readLeader(client: KubeClient, key: ObjectKey, signal: AbortSignal): Promise<Leader | undefined> {
  try {
    const { spec } = (await client.get(leaseType, key, { signal })) as unknown as { readonly spec?: LeaseSpec };
    const { holderIdentity = "", renewTime, leaseDurationSeconds = 0, leaseTransitions = 0 } = spec ?? {};
    if (holderIdentity === "" || renewTime === undefined) return undefined;
    return {
      holder: holderIdentity,
      epoch: leaseTransitions,
      expires: Date.parse(renewTime) + leaseDurationSeconds * 1000,
    };
  } catch (error) {
    if (isNotFound(error)) return undefined;
    throw error;
  }
}
