import { keyOf } from "@bellwether/core";
import { cloneSets, deployments, objectId } from "../world/resources.ts";
import type { SimulatedCluster } from "../cluster/simulated-cluster.ts";
import { type ActorContext, actNowAndThen } from "./actor.ts";

/** Sets the replicas of a workload to a number of its own, at any moment. */
export function autoscaler(context: ActorContext): Promise<void> {
  const { cluster, faults, chance } = context;
  return actNowAndThen(context, faults.plan.resizes, () => {
    const [first, ...others] = cluster.world.workloads();
    if (first === undefined) return;
    const { object, isCloneSet } = chance.pick([first, ...others]);
    const type = isCloneSet ? cloneSets : deployments;
    const replicas = chance.pick([0, 1, chance.integer(1, 8), chance.integer(1, 12)]);
    faults.count("F12", `${objectId(type, keyOf(object))} to ${replicas} replicas`);
    const patch = { type: "merge", body: { spec: { replicas } } } as const;
    cluster.server.patch(type, keyOf(object), patch, { fieldManager: "autoscaler" });
    cluster.takeWrites();
  });
}

/** Load comes back: what was scaled to nothing in the middle of a rollout gets a pod again. */
export function wakeUp(cluster: SimulatedCluster): void {
  for (const { object, isCloneSet } of cluster.world.workloads()) {
    const { replicas } = object["spec"] as { readonly replicas?: number };
    const isRolledOut = object.metadata.ownerReferences?.some(({ kind }) => kind === "AppRollout") ?? false;
    if (!isCloneSet || replicas !== 0 || !isRolledOut) continue;
    const patch = { type: "merge", body: { spec: { replicas: 1 } } } as const;
    cluster.server.patch(cloneSets, keyOf(object), patch, { fieldManager: "autoscaler" });
  }
  cluster.takeWrites();
}
