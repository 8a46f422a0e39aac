import {
  clock,
  componentRenderers,
  controller,
  definePlugin,
  kubeClient,
  kubeViews,
  logger,
  rolloutSource,
  type RolloutPlugin,
} from "@bellwether/core";
import { ApplicationController } from "./application/application-controller.ts";
import { AppRolloutSource } from "./rollout/app-rollout-source.ts";

/** Applications and their revisions, and the AppRollouts that take an Application from one revision to another. */
export function oam(): RolloutPlugin {
  return definePlugin({
    name: "@bellwether/oam",
    version: "0.1.0",
    contributions: [
      rolloutSource.implement("AppRollout", {
        scope: "cluster",
        needs: { client: kubeClient, views: kubeViews, renderers: componentRenderers, clock },
        create: ({ client, views, renderers, clock }) => new AppRolloutSource(client, views, renderers, clock),
      }),
      controller.implement("application", {
        scope: "cluster",
        needs: { client: kubeClient, views: kubeViews, renderers: componentRenderers, clock, log: logger },
        create: ({ client, views, renderers, clock, log }) =>
          new ApplicationController({ client, views, renderers, clock, log }),
      }),
    ],
  });
}
