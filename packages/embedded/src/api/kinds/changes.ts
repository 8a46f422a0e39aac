import type { KubeObject } from "@bellwether/core";
import { forbiddenField, invalid, type FieldError } from "../errors/field-error.ts";
import { deepEqual } from "../json/deep-equal.ts";
import { atPath, isObject, type JsonObject } from "../json/json-object.ts";

/** Paths that keep their value for an object's life. */
const immutable: Readonly<Record<string, readonly string[]>> = {
  Deployment: ["spec.selector"],
  ReplicaSet: ["spec.selector"],
  DaemonSet: ["spec.selector"],
  Job: ["spec.selector", "spec.completionMode"],
  ControllerRevision: ["data"],
  RoleBinding: ["roleRef"],
  ClusterRoleBinding: ["roleRef"],
  StorageClass: ["provisioner", "parameters", "reclaimPolicy", "volumeBindingMode"],
};

const statefulSetFields = [
  "replicas",
  "ordinals",
  "template",
  "updateStrategy",
  "revisionHistoryLimit",
  "persistentVolumeClaimRetentionPolicy",
  "minReadySeconds",
];
const podFields = [
  "activeDeadlineSeconds",
  "tolerations",
  "terminationGracePeriodSeconds",
  "schedulingGates",
  "nodeName",
];

/** Faults of a change of a built-in object, in the API server's words. */
export function validateChange(after: KubeObject, before: KubeObject): FieldError[] {
  const errors: FieldError[] = [];
  for (const path of immutable[after.kind] ?? []) {
    const value = atPath(after, path);
    if (!deepEqual(value, atPath(before, path))) errors.push(invalid(path, value, "field is immutable"));
  }
  if (after["spec"] === before["spec"]) return errors;
  if (after.kind === "StatefulSet" && differsBeyond(before["spec"], after["spec"], statefulSetFields)) {
    const list = `'${statefulSetFields.slice(0, -1).join("', '")}' and '${statefulSetFields.at(-1)}'`;
    errors.push(forbiddenField("spec", `updates to statefulset spec for fields other than ${list} are forbidden`));
  }
  if (after.kind === "Pod" && differsBeyond(podIdentity(before), podIdentity(after), podFields)) {
    errors.push(
      forbiddenField(
        "spec",
        "pod updates may not change fields other than `spec.containers[*].image`,`spec.initContainers[*].image`,`spec.activeDeadlineSeconds`,`spec.tolerations` (only additions to existing tolerations),`spec.terminationGracePeriodSeconds` (allow it to be set to 1 if it was previously negative)",
      ),
    );
  }
  return errors;
}

function differsBeyond(before: unknown, after: unknown, allowed: readonly string[]): boolean {
  const rest = (spec: unknown): unknown =>
    isObject(spec) ? Object.fromEntries(Object.entries(spec).filter(([name]) => !allowed.includes(name))) : spec;
  return !deepEqual(rest(before), rest(after));
}

/** A pod's spec without its images, which may change in place. */
function podIdentity({ spec }: KubeObject): unknown {
  if (!isObject(spec)) return spec;
  const withoutImages = (containers: unknown): unknown =>
    Array.isArray(containers)
      ? (containers as JsonObject[]).map((container) => ({ ...container, image: undefined }))
      : containers;
  return {
    ...spec,
    containers: withoutImages(spec["containers"]),
    initContainers: withoutImages(spec["initContainers"]),
  };
}
