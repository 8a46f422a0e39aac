import type { KubeObject } from "@bellwether/core";
import { ageColumn, type Column, column, created, joined, listAt, nameColumn, text, textAt, wide } from "../column.ts";

const rolePrefix = "node-role.kubernetes.io/";

export const clusterColumns: Readonly<Record<string, readonly Column[]>> = {
  "/Namespace": [nameColumn, text("Status", "status.phase"), ageColumn],
  "/Node": [
    nameColumn,
    column("Status", nodeStatus),
    column("Roles", nodeRoles),
    ageColumn,
    text("Version", "status.nodeInfo.kubeletVersion"),
    wide(column("Internal-IP", (node) => addressOf(node, "InternalIP"))),
    wide(column("External-IP", (node) => addressOf(node, "ExternalIP"))),
    wide(text("OS-Image", "status.nodeInfo.osImage", "<unknown>")),
    wide(text("Kernel-Version", "status.nodeInfo.kernelVersion", "<unknown>")),
    wide(text("Container-Runtime", "status.nodeInfo.containerRuntimeVersion", "<unknown>")),
  ],
  "apiextensions.k8s.io/CustomResourceDefinition": [nameColumn, created("Created At")],
};

function nodeStatus(node: KubeObject): string {
  const ready = listAt(node, "status.conditions").find((condition) => textAt(condition, "type") === "Ready");
  const state = ready === undefined ? "Unknown" : textAt(ready, "status") === "True" ? "Ready" : "NotReady";
  return textAt(node, "spec.unschedulable") === "true" ? `${state},SchedulingDisabled` : state;
}

function nodeRoles({ metadata }: KubeObject): string {
  const roles = Object.entries(metadata.labels ?? {}).flatMap(([key, value]) => {
    if (key.startsWith(rolePrefix)) return key.slice(rolePrefix.length);
    return key === "kubernetes.io/role" ? value : [];
  });
  return joined(roles.filter((role) => role !== "").sort());
}

function addressOf(node: KubeObject, type: string): string {
  const address = listAt(node, "status.addresses").find((item) => textAt(item, "type") === type);
  return textAt(address, "address", "<none>");
}
