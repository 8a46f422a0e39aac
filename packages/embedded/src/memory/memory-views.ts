import { resourceName, type KubeViews, type ObjectView, type ResourceType, type ViewScope } from "@bellwether/core";
import type { ApiServer } from "../api/api-server.ts";
import { MemoryView } from "./memory-view.ts";

/**
 * Views of the store itself: always current, told of every change inside the write that makes it, in the order of
 * revisions (what a listener writes is told after it returns). Disposing ends them, as a crash of their process would.
 */
export function memoryViews(server: ApiServer): KubeViews & Disposable {
  const views = new Map<string, MemoryView>();
  const definitions = server.types.ofKind("apiextensions.k8s.io/v1", "CustomResourceDefinition");
  const followAll = (): void => {
    for (const view of views.values()) view.follow();
  };
  const stop = new DisposableStack();
  const sink = { event: followAll, error: followAll };
  if (definitions !== undefined) stop.use(server.watch(definitions, { resourceVersion: server.resourceVersion }, sink));
  return {
    of(type: ResourceType, scope: ViewScope = {}): ObjectView {
      const name = [type.version, resourceName(type), scope.namespace ?? "", scope.labelSelector ?? ""].join(" ");
      let view = views.get(name);
      if (view === undefined) {
        view = new MemoryView(server, type, scope);
        views.set(name, stop.use(view));
      }
      return view;
    },
    relist: async () => {},
    [Symbol.dispose]: () => stop.dispose(),
  };
}
