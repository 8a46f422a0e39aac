import type { KubeObject } from "@bellwether/core";
import { invalid, invalidObject } from "../errors/field-error.ts";
import { atPath, withPath, type JsonObject } from "../json/json-object.ts";
import { selectorText } from "../select/object-label-selector.ts";
import { builtInReference } from "../schema/built-in-definitions.ts";
import type { ScalePaths, ServedType } from "../types/served-type.ts";

/** The type of scale objects, whichever kind they scale. */
export const scaleType: ServedType = {
  group: "autoscaling",
  version: "v1",
  kind: "Scale",
  plural: "scales",
  namespaced: true,
  singular: "scale",
  shortNames: [],
  categories: [],
  listKind: "ScaleList",
  subresources: [],
  verbs: [],
  builtIn: true,
  schema: builtInReference("io.k8s.api.autoscaling.v1.Scale"),
  printerColumns: [],
};

export function scaleOf(object: KubeObject, paths: ScalePaths): KubeObject {
  const { name, namespace, uid, resourceVersion, creationTimestamp } = object.metadata;
  const selector = paths.labelSelectorPath === undefined ? "" : selectorText(atPath(object, paths.labelSelectorPath));
  return Object.freeze({
    apiVersion: "autoscaling/v1",
    kind: "Scale",
    metadata: Object.freeze({ name, namespace, uid, resourceVersion, creationTimestamp }),
    spec: Object.freeze({ replicas: atPath(object, paths.specReplicasPath) ?? 0 }),
    status: Object.freeze({
      replicas: atPath(object, paths.statusReplicasPath) ?? 0,
      ...(selector === "" ? {} : { selector }),
    }),
  });
}

/** The object scaled as the scale object says; its resourceVersion and uid are preconditions. */
export function scaled(object: KubeObject, paths: ScalePaths, scale: JsonObject): JsonObject {
  const replicas = atPath(scale, ".spec.replicas") ?? 0;
  if (typeof replicas !== "number" || !Number.isInteger(replicas) || replicas < 0) {
    const name = object.metadata.name ?? "";
    throw invalidObject(scaleType, name, [invalid("spec.replicas", replicas, "must be greater than or equal to 0")]);
  }
  const { resourceVersion, uid } = (scale["metadata"] ?? {}) as { resourceVersion?: string; uid?: string };
  const candidate = withPath(object, paths.specReplicasPath, replicas);
  const metadata = {
    ...object.metadata,
    ...(resourceVersion === undefined ? {} : { resourceVersion }),
    ...(uid === undefined ? {} : { uid }),
  };
  return { ...candidate, metadata };
}
