import { definePlugin, kubeClient, kubeViews, workloadAdapter, type RolloutPlugin } from "@bellwether/core";
import { CloneSetAdapter } from "./clone-set-adapter.ts";
import { servedCloneSets } from "./served-clone-sets.ts";

/** Rolls and scales OpenKruise CloneSets in place, with partition and paused. */
export function openkruise(): RolloutPlugin {
  return definePlugin({
    name: "@bellwether/workload-openkruise",
    version: "0.1.0",
    contributions: [
      workloadAdapter.implement("CloneSet.apps.kruise.io", {
        scope: "cluster",
        capabilities: ["inPlace", "scale"],
        needs: { client: kubeClient, views: kubeViews },
        create: async ({ client, views }) => new CloneSetAdapter(client, views, await servedCloneSets(client)),
      }),
    ],
  });
}
