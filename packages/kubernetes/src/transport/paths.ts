import { apiVersionOf, type ObjectKey, type ResourceType } from "@bellwether/core";

export type Query = Readonly<Record<string, string | number | boolean | undefined>>;

export function groupVersionPath(groupVersion: string): string {
  return groupVersion.includes("/") ? `/apis/${groupVersion}` : `/api/${groupVersion}`;
}

/** Of a namespace, or of all when it is absent or empty. */
export function collectionPath(type: ResourceType, namespace: string | undefined): string {
  const scope = namespace === undefined || namespace === "" ? "" : `/namespaces/${encodeURIComponent(namespace)}`;
  return `${groupVersionPath(apiVersionOf(type))}${scope}/${type.plural}`;
}

export function objectPath(type: ResourceType, key: ObjectKey, subresource?: string): string {
  const suffix = subresource === undefined ? "" : `/${subresource}`;
  return `${collectionPath(type, key.namespace)}/${encodeURIComponent(key.name)}${suffix}`;
}

export function withQuery(path: string, query: Query = {}): string {
  const parameters = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) if (value !== undefined) parameters.set(name, String(value));
  return parameters.size === 0 ? path : `${path}?${parameters.toString()}`;
}
