import { apiVersionOf } from "@bellwether/core";
import type { ServedType } from "../../api/types/served-type.ts";

interface Subresource {
  readonly verbs: readonly string[];
  /** Of what is read and written there, when that is not the object itself. */
  readonly kind?: { readonly group: string; readonly version: string; readonly kind: string };
}

const subresources: Readonly<Record<string, Subresource>> = {
  status: { verbs: ["get", "patch", "update"] },
  scale: { verbs: ["get", "patch", "update"], kind: { group: "autoscaling", version: "v1", kind: "Scale" } },
  finalize: { verbs: ["update"] },
  log: { verbs: ["get"] },
  binding: { verbs: ["create"], kind: { group: "", version: "v1", kind: "Binding" } },
  eviction: { verbs: ["create"], kind: { group: "policy", version: "v1", kind: "Eviction" } },
};

/** `/apis/GROUP/VERSION`: what is served there; undefined when that is nothing. */
export function apiResourceList(types: readonly ServedType[], group: string, version: string): unknown {
  const served = types.filter((type) => type.group === group && type.version === version);
  if (served.length === 0) return undefined;
  const groupVersion = apiVersionOf({ group, version });
  return { kind: "APIResourceList", apiVersion: "v1", groupVersion, resources: served.flatMap(resourcesOf) };
}

function resourcesOf(type: ServedType): readonly unknown[] {
  const resource = {
    name: type.plural,
    singularName: type.singular,
    namespaced: type.namespaced,
    kind: type.kind,
    verbs: type.verbs,
    ...(type.shortNames.length > 0 && { shortNames: type.shortNames }),
    ...(type.categories.length > 0 && { categories: type.categories }),
  };
  const beneath = type.subresources.flatMap((name) => {
    const subresource = subresources[name];
    if (subresource === undefined) return [];
    const { verbs, kind = { kind: type.kind } } = subresource;
    return { name: `${type.plural}/${name}`, singularName: "", namespaced: type.namespaced, ...kind, verbs };
  });
  return [resource, ...beneath];
}
