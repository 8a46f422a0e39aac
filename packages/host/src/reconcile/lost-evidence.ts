import { type Refusal, refusal, type ResourceType, resourceName } from "@bellwether/core";
import type { Seen } from "./observe.ts";

/** Tells why views of the types that concern the asker are not current. */
export type ViewTrouble = (concerns: (type: ResourceType) => boolean) => string | undefined;

/** Nothing is decided on objects that are not watched any more: the rollout, its workload, pods and what makes them. */
export function lostEvidence({ source, adapter }: Seen, trouble: ViewTrouble): Refusal | undefined {
  const read = [source.instance.type, ...(adapter === undefined ? [] : [adapter.instance.type])].map(resourceName);
  const reason = trouble((type) => type.group === "" || type.group === "apps" || read.includes(resourceName(type)));
  return reason === undefined ? undefined : refusal("CLUSTER_UNREACHABLE", reason);
}
