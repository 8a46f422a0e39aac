import type { KubeObject } from "@bellwether/core";
import { badRequest } from "../errors/status-error.ts";
import { atPath } from "../json/json-object.ts";
import type { ServedType } from "../types/served-type.ts";

export type ObjectPredicate = (object: KubeObject) => boolean;

/** Beyond name and namespace, which every resource has. */
const selectableFields: Readonly<Record<string, readonly string[]>> = {
  pods: [
    "spec.nodeName",
    "spec.restartPolicy",
    "spec.schedulerName",
    "spec.serviceAccountName",
    "spec.hostNetwork",
    "status.phase",
    "status.podIP",
    "status.nominatedNodeName",
  ],
  events: [
    "involvedObject.kind",
    "involvedObject.namespace",
    "involvedObject.name",
    "involvedObject.uid",
    "involvedObject.apiVersion",
    "involvedObject.resourceVersion",
    "involvedObject.fieldPath",
    "reason",
    "reportingComponent",
    "source",
    "type",
  ],
  "events.events.k8s.io": [
    "regarding.kind",
    "regarding.namespace",
    "regarding.name",
    "regarding.uid",
    "regarding.apiVersion",
    "regarding.resourceVersion",
    "regarding.fieldPath",
    "reason",
    "reportingController",
    "type",
  ],
  nodes: ["spec.unschedulable"],
  namespaces: ["status.phase"],
  secrets: ["type"],
  services: ["spec.clusterIP", "spec.type"],
  replicationcontrollers: ["status.replicas"],
  "replicasets.apps": ["status.replicas"],
  "jobs.batch": ["status.successful"],
};

/** Reads `metadata.name=web,status.phase!=Running`; an unknown field is a 400. Undefined when everything matches. */
export function parseFieldSelector(type: ServedType, text: string | undefined): ObjectPredicate | undefined {
  if (text === undefined || text.trim() === "") return undefined;
  const requirements = text.split(",").map((part): ObjectPredicate => {
    const match = /^([^=!]+?)(==|=|!=)(.*)$/.exec(part.trim());
    if (match === null) throw badRequest(`invalid selector: '${text}'; can't understand '${part}'`);
    const [, field = "", operator, wanted = ""] = match;
    if (!isSelectable(type, field))
      throw badRequest(`"${field}" is not a known field selector: only "metadata.name", "metadata.namespace"`);
    const equal = operator !== "!=";
    return (object) => (fieldText(object, field) === wanted) === equal;
  });
  return (object) => requirements.every((matches) => matches(object));
}

function isSelectable(type: ServedType, field: string): boolean {
  if (field === "metadata.name" || field === "metadata.namespace") return true;
  const resource = type.group === "" ? type.plural : `${type.plural}.${type.group}`;
  return (selectableFields[resource]?.includes(field) ?? false) || (type.selectableFields?.includes(field) ?? false);
}

function fieldText(object: KubeObject, field: string): string {
  const value = atPath(object, field);
  return typeof value === "string" || typeof value === "number" || typeof value === "boolean" ? String(value) : "";
}
