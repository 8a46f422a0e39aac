import type { KubeObject } from "@bellwether/core";
import { atPath } from "../../../api/json/json-object.ts";
import { ageText } from "../age.ts";
import { type Column, column, nameColumn, numberAt, text, textAt, wide } from "../column.ts";

const columns: readonly Column[] = [
  column("Last Seen", lastSeen),
  text("Type", "type"),
  text("Reason", "reason"),
  column("Object", involved),
  wide(column("Subobject", (event) => textAt(about(event), "fieldPath"))),
  wide(column("Source", source)),
  column("Message", (event) => (textAt(event, "message") || textAt(event, "note")).trim()),
  wide(column("First Seen", firstSeen)),
  wide(column("Count", count)),
  wide(nameColumn),
];

/** The two event groups show the same events under different field names. */
export const eventColumns: Readonly<Record<string, readonly Column[]>> = {
  "/Event": columns,
  "events.k8s.io/Event": columns,
};

function about(event: KubeObject): unknown {
  return event["involvedObject"] ?? event["regarding"];
}

function involved(event: KubeObject): string {
  const kind = textAt(about(event), "kind").toLowerCase();
  const name = textAt(about(event), "name");
  return name === "" ? kind : `${kind}/${name}`;
}

function source(event: KubeObject): string {
  const reporter = textAt(event, "reportingComponent") || textAt(event, "reportingController");
  const from = event["source"] ?? event["deprecatedSource"];
  const parts = [textAt(from, "component", reporter), textAt(from, "host", textAt(event, "reportingInstance"))];
  return parts.filter((part) => part !== "").join(", ");
}

function firstSeen(event: KubeObject, now: number): string {
  return ageText(event["firstTimestamp"] ?? event["deprecatedFirstTimestamp"] ?? event["eventTime"], now);
}

function lastSeen(event: KubeObject, now: number): string {
  const last = atPath(event, "series.lastObservedTime") ?? event["lastTimestamp"] ?? event["deprecatedLastTimestamp"];
  return last === undefined || last === null ? firstSeen(event, now) : ageText(last, now);
}

function count(event: KubeObject): number {
  return numberAt(event, "series.count") || numberAt(event, "count") || numberAt(event, "deprecatedCount") || 1;
}
