import type { KubeViews, ObjectView, ResourceType, ViewScope } from "@bellwether/core";
import type { ViewTrouble } from "../reconcile/lost-evidence.ts";

/** A cluster's views, which tell whether those that are in use are current. */
export interface OpenedViews extends KubeViews {
  /** Why a view that was current is so no longer, in words; of types that concern the asker. */
  readonly trouble: ViewTrouble;
}

export function openedViews(views: KubeViews): OpenedViews {
  const opened = new Set<ObjectView>();
  return {
    of(type: ResourceType, scope?: ViewScope) {
      const view = views.of(type, scope);
      opened.add(view);
      return view;
    },
    relist: () => views.relist(),
    trouble: (concerns) => {
      for (const { type, hasSynced, trouble } of opened) {
        if (hasSynced && trouble !== undefined && concerns(type)) return `a watch is broken: ${trouble}`;
      }
      return undefined;
    },
  };
}
