import { parseApiVersion } from "@bellwether/core";

/** The two fields of a CloneSet's update that a rollout moves. */
export interface UpdateFields {
  readonly paused?: boolean;
  readonly partition?: number | string;
}

type UpdateStrategy = UpdateFields & { readonly rollingUpdate?: UpdateFields };

/** v1alpha1 has the fields in `updateStrategy` itself, later versions in its `rollingUpdate`. */
function isFlat(apiVersion: string): boolean {
  return parseApiVersion(apiVersion).version === "v1alpha1";
}

export function readUpdate(apiVersion: string, strategy: unknown): UpdateFields {
  const found = (strategy ?? {}) as UpdateStrategy;
  return isFlat(apiVersion) ? found : (found.rollingUpdate ?? {});
}

/** A merge patch of `updateStrategy`. */
export function writeUpdate(apiVersion: string, fields: UpdateFields): Readonly<Record<string, unknown>> {
  return isFlat(apiVersion) ? { ...fields } : { rollingUpdate: { ...fields } };
}

/** The whole `updateStrategy` of a manifest with these fields in it. */
export function withUpdate(
  apiVersion: string,
  strategy: unknown,
  fields: UpdateFields,
): Readonly<Record<string, unknown>> {
  const found = (strategy ?? {}) as UpdateStrategy;
  return isFlat(apiVersion)
    ? { ...found, ...fields }
    : { ...found, rollingUpdate: { ...found.rollingUpdate, ...fields } };
}

/** The path of a field, for people. */
export function updatePath(apiVersion: string, field: keyof UpdateFields): string {
  return isFlat(apiVersion) ? `spec.updateStrategy.${field}` : `spec.updateStrategy.rollingUpdate.${field}`;
}
