import type { KubeObject } from "@bellwether/core";
import { atPath } from "../../../api/json/json-object.ts";
import { ageColumn, type Column, column, integer, nameColumn, numberAt, wide } from "../column.ts";
import { labelText, selectorColumn, templateColumns } from "./template-columns.ts";

export const workloadColumns: Readonly<Record<string, readonly Column[]>> = {
  "apps/Deployment": [
    nameColumn,
    column("Ready", readyOfDesired),
    integer("Up-to-date", "status.updatedReplicas"),
    integer("Available", "status.availableReplicas"),
    ageColumn,
    ...templateColumns("spec"),
    selectorColumn("spec.selector"),
  ],
  "apps/ReplicaSet": [...replicaColumns(), ageColumn, ...templateColumns("spec"), selectorColumn("spec.selector")],
  "/ReplicationController": [
    ...replicaColumns(),
    ageColumn,
    ...templateColumns("spec"),
    wide(column("Selector", (object) => labelText(atPath(object, "spec.selector")))),
  ],
  "apps/StatefulSet": [nameColumn, column("Ready", readyOfDesired), ageColumn, ...templateColumns("spec")],
  "apps/DaemonSet": [
    nameColumn,
    integer("Desired", "status.desiredNumberScheduled"),
    integer("Current", "status.currentNumberScheduled"),
    integer("Ready", "status.numberReady"),
    integer("Up-to-date", "status.updatedNumberScheduled"),
    integer("Available", "status.numberAvailable"),
    column("Node Selector", (object) => labelText(atPath(object, "spec.template.spec.nodeSelector"))),
    ageColumn,
    ...templateColumns("spec"),
    selectorColumn("spec.selector"),
  ],
  "apps/ControllerRevision": [
    nameColumn,
    column("Controller", controllerOf),
    integer("Revision", "revision"),
    ageColumn,
  ],
};

function replicaColumns(): readonly Column[] {
  return [
    nameColumn,
    integer("Desired", "spec.replicas"),
    integer("Current", "status.replicas"),
    integer("Ready", "status.readyReplicas"),
  ];
}

function readyOfDesired(object: KubeObject): string {
  return `${numberAt(object, "status.readyReplicas")}/${numberAt(object, "spec.replicas")}`;
}

function controllerOf({ metadata }: KubeObject): string {
  const owner = metadata.ownerReferences?.find(({ controller }) => controller === true);
  return owner === undefined ? "<none>" : `${owner.kind.toLowerCase()}.${owner.apiVersion.split("/")[0]}/${owner.name}`;
}
