import { resourceName, type KubeViews, type ObjectView, type ResourceType, type ViewScope } from "@bellwether/core";
import type { ApiServer } from "../api/api-server.ts";
import { MemoryView } from "./memory-view.ts";

/**
 * Views of the store itself: always current, told of every change inside the write that makes it, in the order of
 * revisions (what a listener writes is told after it returns).
 */
export function memoryViews(server: ApiServer): KubeViews {
  const views = new Map<string, MemoryView>();
  const definitions = server.types.ofKind("apiextensions.k8s.io/v1", "CustomResourceDefinition");
  const followAll = (): void => {
    for (const view of views.values()) view.follow();
  };
  if (definitions !== undefined)
    server.watch(definitions, { resourceVersion: server.resourceVersion }, { event: followAll, error: followAll });
  return {
    of(type: ResourceType, scope: ViewScope = {}): ObjectView {
      const name = [type.version, resourceName(type), scope.namespace ?? "", scope.labelSelector ?? ""].join(" ");
      let view = views.get(name);
      if (view === undefined) {
        view = new MemoryView(server, type, scope);
        views.set(name, view);
      }
      return view;
    },
  };
}
