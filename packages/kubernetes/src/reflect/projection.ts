import type { KubeObject, ResourceType } from "@bellwether/core";

/** Shrinks an object to what readers of its type need; a cache keeps the result only. */
export type Projection = (object: KubeObject) => KubeObject;

type Fields = Readonly<Record<string, unknown>>;

function pick(source: unknown, names: readonly string[]): Fields | undefined {
  if (source === null || typeof source !== "object") return undefined;
  const fields = source as Fields;
  return Object.fromEntries(names.filter((name) => fields[name] !== undefined).map((name) => [name, fields[name]]));
}

function pickEach(source: unknown, names: readonly string[]): readonly unknown[] | undefined {
  return Array.isArray(source) ? source.map((item) => pick(item, names)) : undefined;
}

export function withoutManagedFields(object: KubeObject): KubeObject {
  const { managedFields, ...metadata } = object.metadata;
  return managedFields === undefined ? object : { ...object, metadata };
}

/** A pod costs 5.5 kB as JSON and a tenth of that projected. */
export function projectPod(pod: KubeObject): KubeObject {
  const { apiVersion, kind, metadata } = withoutManagedFields(pod);
  const spec = pod["spec"] as Fields | undefined;
  const status = pod["status"] as Fields | undefined;
  return {
    apiVersion,
    kind,
    metadata,
    spec: { ...pick(spec, ["nodeName"]), containers: pickEach(spec?.["containers"], ["name", "image"]) },
    status: {
      ...pick(status, ["phase", "reason", "message", "startTime"]),
      conditions: pickEach(status?.["conditions"], ["type", "status", "reason", "message", "lastTransitionTime"]),
      containerStatuses: pickEach(status?.["containerStatuses"], [
        "name",
        "image",
        "imageID",
        "ready",
        "restartCount",
        "state",
      ]),
    },
  };
}

export function defaultProjection(type: ResourceType): Projection {
  return type.group === "" && type.plural === "pods" ? projectPod : withoutManagedFields;
}
