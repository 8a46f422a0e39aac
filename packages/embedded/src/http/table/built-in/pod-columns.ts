import type { KubeObject } from "@bellwether/core";
import { ageText } from "../age.ts";
import { ageColumn, type Column, column, listAt, nameColumn, text, textAt, wide } from "../column.ts";
import { conditionHolds } from "../condition.ts";
import { podSummary } from "./pod-summary.ts";

export const podColumns: Readonly<Record<string, readonly Column[]>> = {
  "/Pod": [
    nameColumn,
    column("Ready", (pod) => `${podSummary(pod).ready}/${podSummary(pod).containers}`),
    column("Status", (pod) => podSummary(pod).status),
    column("Restarts", restarts),
    ageColumn,
    wide(column("IP", (pod) => textAt(listAt(pod, "status.podIPs")[0], "ip", textAt(pod, "status.podIP", "<none>")))),
    wide(text("Node", "spec.nodeName", "<none>")),
    wide(text("Nominated Node", "status.nominatedNodeName", "<none>")),
    wide(column("Readiness Gates", readinessGates)),
  ],
};

function restarts(pod: KubeObject, now: number): string {
  const { restarts: count, lastRestart } = podSummary(pod);
  return count > 0 && lastRestart !== undefined ? `${count} (${ageText(lastRestart, now)} ago)` : String(count);
}

function readinessGates(pod: KubeObject): string {
  const gates = listAt(pod, "spec.readinessGates").map((gate) => textAt(gate, "conditionType"));
  if (gates.length === 0) return "<none>";
  const open = gates.filter((gate) => conditionHolds(pod, gate));
  return `${open.length}/${gates.length}`;
}
