import { definePlugin, kubeClient, kubeViews, workloadAdapter, type RolloutPlugin } from "@bellwether/core";
import { DeploymentAdapter } from "./deployment-adapter.ts";

/** Rolls Deployments as a pair of objects, one per revision, and scales single ones. */
export function deployments(): RolloutPlugin {
  return definePlugin({
    name: "@bellwether/workload-deployment",
    version: "0.1.0",
    contributions: [
      workloadAdapter.implement("Deployment.apps", {
        scope: "cluster",
        capabilities: ["pair", "scale"],
        needs: { client: kubeClient, views: kubeViews },
        create: ({ client, views }) => new DeploymentAdapter(client, views),
      }),
    ],
  });
}
