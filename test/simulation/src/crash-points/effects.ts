import type { SimulatedCluster } from "../cluster/simulated-cluster.ts";
import { isHost } from "../world/entry.ts";
import { isOfType, workloadTypes } from "../world/resources.ts";
import { readRollout } from "../world/rollout.ts";
import { readWorkload } from "../world/workload.ts";
import { versionOf } from "../scenarios/versions.ts";

/** What hosts have made workloads ask for, without repeats of effect: `metrics-provider: v2, 5 replicas, partition 2`. */
export function effectsOf({ history }: SimulatedCluster): readonly string[] {
  const latest = new Map<string, string>();
  return history.flatMap((entry) => {
    if (entry.entry !== "write" || !isHost(entry.actor)) return [];
    if (!workloadTypes.some((type) => isOfType(entry.type, type))) return [];
    const { name } = entry.key;
    const text = entry.after === undefined ? `${name}: gone` : `${name}: ${askedText(entry.after)}`;
    if (latest.get(name) === text) return [];
    latest.set(name, text);
    return [text];
  });
}

function askedText(object: Parameters<typeof readWorkload>[0]): string {
  const { image, replicas, isCloneSet } = readWorkload(object);
  const { updateStrategy } = object["spec"] as { readonly updateStrategy?: { readonly partition?: number | string } };
  const partition = isCloneSet ? `, partition ${updateStrategy?.partition ?? 0}` : "";
  return `${versionOf(image)}, ${replicas} replicas${partition}`;
}

/** UIDs that each workload has had, by name. */
export function uidsOf({ history }: SimulatedCluster): ReadonlyMap<string, number> {
  const uids = new Map<string, Set<string>>();
  for (const entry of history) {
    if (entry.entry !== "write" || !workloadTypes.some((type) => isOfType(entry.type, type))) continue;
    const known = uids.get(entry.key.name) ?? new Set();
    uids.set(entry.key.name, known.add((entry.after ?? entry.before)?.metadata.uid ?? ""));
  }
  return new Map([...uids].map(([name, known]) => [name, known.size]));
}

/** Where everything has come to rest, without what chance decides: names of pods, UIDs, times. */
export function endOf({ world }: SimulatedCluster): object {
  return {
    rollouts: world.rollouts().map(({ object }) => {
      const { target, source, state, batchState, batch, targetSize, upgradedReady } = readRollout(object);
      return { target, source, state, batchState, batch, targetSize, upgradedReady };
    }),
    revisions: world.revisions().map(({ metadata }) => metadata.name),
    workloads: world.workloads().map(({ object, ready, updatedReady }) => ({
      name: object.metadata.name,
      asked: askedText(object),
      owners: (object.metadata.ownerReferences ?? []).map(({ kind }) => kind),
      annotations: Object.keys(object.metadata.annotations ?? {}).sort(),
      ready,
      updatedReady,
    })),
    pods: Object.fromEntries(world.images().map((image) => [versionOf(image), world.podsOf(image)])),
  };
}
