import type { KubeObject } from "@bellwether/core";
import { atPath } from "../../../api/json/json-object.ts";
import {
  ageColumn,
  type Column,
  column,
  created,
  integer,
  joined,
  listAt,
  nameColumn,
  text,
  textAt,
  wide,
} from "../column.ts";

export const configurationColumns: Readonly<Record<string, readonly Column[]>> = {
  "/ConfigMap": [nameColumn, column("Data", (map) => sizeAt(map, "data") + sizeAt(map, "binaryData")), ageColumn],
  "/Secret": [nameColumn, text("Type", "type"), column("Data", (secret) => sizeAt(secret, "data")), ageColumn],
  "/ServiceAccount": [nameColumn, ageColumn],
  "coordination.k8s.io/Lease": [nameColumn, text("Holder", "spec.holderIdentity"), ageColumn],
  "policy/PodDisruptionBudget": [
    nameColumn,
    text("Min Available", "spec.minAvailable", "N/A"),
    text("Max Unavailable", "spec.maxUnavailable", "N/A"),
    integer("Allowed Disruptions", "status.disruptionsAllowed"),
    ageColumn,
  ],
  "scheduling.k8s.io/PriorityClass": [
    nameColumn,
    integer("Value", "value"),
    column("Global-Default", (object) => atPath(object, "globalDefault") === true, { type: "boolean" }),
    ageColumn,
    text("PreemptionPolicy", "preemptionPolicy"),
  ],
  "rbac.authorization.k8s.io/ClusterRole": [nameColumn, created("Created At")],
  "rbac.authorization.k8s.io/Role": [nameColumn, created("Created At")],
  "rbac.authorization.k8s.io/ClusterRoleBinding": bindingColumns(),
  "rbac.authorization.k8s.io/RoleBinding": bindingColumns(),
};

function sizeAt(object: KubeObject, path: string): number {
  return Object.keys(atPath(object, path) ?? {}).length;
}

function bindingColumns(): readonly Column[] {
  return [
    nameColumn,
    column("Role", (binding) => `${textAt(binding, "roleRef.kind")}/${textAt(binding, "roleRef.name")}`),
    ageColumn,
    wide(column("Users", (binding) => subjects(binding, "User"))),
    wide(column("Groups", (binding) => subjects(binding, "Group"))),
    wide(column("ServiceAccounts", (binding) => subjects(binding, "ServiceAccount"))),
  ];
}

function subjects(binding: KubeObject, kind: string): string {
  const named = listAt(binding, "subjects").filter((subject) => textAt(subject, "kind") === kind);
  const names = named.map((subject) => {
    const namespace = textAt(subject, "namespace");
    return namespace === "" ? textAt(subject, "name") : `${namespace}/${textAt(subject, "name")}`;
  });
  return names.length === 0 ? "" : joined(names);
}
