import { apiVersionOf, type KubeObject } from "@bellwether/core";
import type { ServedType } from "./served-type.ts";
import { coreEvent, groupedEvent } from "./event-conversion.ts";

const views = new WeakMap<KubeObject, Map<string, KubeObject>>();

/** The stored object as the type's version shows it. Versions of custom resources differ in `apiVersion` only. */
export function viewAs(type: ServedType, object: KubeObject): KubeObject {
  const apiVersion = apiVersionOf(type);
  if (object.apiVersion === apiVersion) return object;
  let byVersion = views.get(object);
  if (byVersion === undefined) {
    byVersion = new Map();
    views.set(object, byVersion);
  }
  let view = byVersion.get(apiVersion);
  if (view === undefined) {
    view = Object.freeze(converted(object, apiVersion));
    byVersion.set(apiVersion, view);
  }
  return view;
}

function converted(object: KubeObject, apiVersion: string): KubeObject {
  if (apiVersion === "events.k8s.io/v1") return groupedEvent(object);
  if (object.apiVersion === "events.k8s.io/v1") return coreEvent(object);
  return { ...object, apiVersion };
}
