import {
  isTerminal,
  type ObservedRollout,
  type Refusal,
  refusal,
  resourceName,
  type ResourceType,
} from "@bellwether/core";
import type { Seen } from "./observe.ts";

/** Tells why views of the types that concern the asker are not current. */
export type ViewTrouble = (concerns: (type: ResourceType) => boolean) => string | undefined;

/** Nothing is decided on objects that are not watched any more: the rollout, its workload, pods and what makes them. */
export function lostEvidence({ source, adapter, rollout }: Seen, trouble: ViewTrouble): Refusal | undefined {
  if (isAtRest(rollout)) return undefined;
  const read = [source.instance.type, ...(adapter === undefined ? [] : [adapter.instance.type])].map(resourceName);
  const reason = trouble((type) => type.group === "" || type.group === "apps" || read.includes(resourceName(type)));
  return reason === undefined ? undefined : refusal("CLUSTER_UNREACHABLE", reason);
}

/** Its last order is carried out: whatever becomes of the watches, there is nothing to decide, and nothing to tell. */
function isAtRest({ object, status }: ObservedRollout): boolean {
  return (
    status !== undefined &&
    isTerminal(status.state.rollingState) &&
    status.observedGeneration === object.metadata.generation
  );
}
