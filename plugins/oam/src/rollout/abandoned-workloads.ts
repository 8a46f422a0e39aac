import { controllerOf, keyOf, revisionAnnotation, type KubeObject, type WorkloadRef } from "@bellwether/core";
import { staysAnyway } from "../dispatch/leftovers.ts";
import { isDispatchedBy, type Dispatcher } from "../dispatch/ownership.ts";
import { readFresh } from "../dispatch/read-fresh.ts";
import { isRolled } from "./is-rolled.ts";
import type { RolloutSide } from "./rollout-sides.ts";

/** Workloads of the component's other revisions that have pods and that nobody controls: former rollouts left them. */
export async function abandonedWorkloads(
  { workload, manifest }: RolloutSide,
  source: RolloutSide,
  dispatcher: Dispatcher,
  signal: AbortSignal,
): Promise<readonly WorkloadRef[]> {
  if (workload?.rolled?.adapter.placement !== "pair") return [];
  const { view, key } = workload;
  const own = [key.name, source.workloadRef.key.name];
  const all = await readFresh(view, () => view.list(key.namespace), signal);
  return all
    .filter((object) => isRolled(object, manifest.object) && isDispatchedBy(object, dispatcher))
    .filter((object) => controllerOf(object) === undefined && hasPods(object) && !staysAnyway(object))
    .map(refOf)
    .filter((ref) => !own.includes(ref.key.name));
}

function hasPods(object: KubeObject): boolean {
  const spec = object["spec"] as { readonly replicas?: number } | undefined;
  return spec?.replicas !== 0;
}

function refOf(object: KubeObject): WorkloadRef {
  const { apiVersion, kind, metadata } = object;
  const revision = metadata.annotations?.[revisionAnnotation] ?? "";
  return {
    apiVersion,
    kind,
    key: keyOf(object),
    revision,
    ...(metadata.uid === undefined ? {} : { uid: metadata.uid }),
  };
}
