import type { KubeObject } from "@bellwether/core";

/** Fields of a core event and their names in `events.k8s.io`. */
const names: readonly (readonly [core: string, grouped: string])[] = [
  ["involvedObject", "regarding"],
  ["message", "note"],
  ["source", "deprecatedSource"],
  ["firstTimestamp", "deprecatedFirstTimestamp"],
  ["lastTimestamp", "deprecatedLastTimestamp"],
  ["count", "deprecatedCount"],
  ["reportingComponent", "reportingController"],
];

export function groupedEvent(event: KubeObject): KubeObject {
  return renamed(event, "events.k8s.io/v1", new Map(names));
}

export function coreEvent(event: KubeObject): KubeObject {
  return renamed(event, "v1", new Map(names.map(([core, grouped]) => [grouped, core])));
}

function renamed(event: KubeObject, apiVersion: string, to: ReadonlyMap<string, string>): KubeObject {
  const fields = Object.entries(event).map(([name, value]) => [to.get(name) ?? name, value]);
  return { ...(Object.fromEntries(fields) as KubeObject), apiVersion };
}
