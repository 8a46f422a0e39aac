import { type ClusterLink, kubeClient, kubeViews, type RolloutError } from "@bellwether/core";
import { contributionId, type Offer, offersOf } from "../compose/offers.ts";
import { Instances } from "../plugins/instances.ts";
import type { ServiceScope } from "../scope/service-scope.ts";
import type { HostContext } from "./host-context.ts";
import { type OpenedViews, openedViews } from "./opened-views.ts";
import { keepStarting } from "./start-contributions.ts";

/** A cluster with everything that plugins contribute to it. Disposal ends the instances, newest first. */
export interface EngagedCluster extends AsyncDisposable {
  readonly link: ClusterLink;
  readonly views: OpenedViews;
  readonly instances: Instances;
  /** Contributions that did not start here, by `point/key`; they are tried again. */
  readonly failures: ReadonlyMap<string, RolloutError>;
  /** Told when a contribution has started after all. */
  onLateStart(listener: () => void): void;
}

/** Opens a scope for a cluster and starts every contribution there; those that fail do not hold up the others. */
export async function engageCluster(host: HostContext, link: ClusterLink): Promise<EngagedCluster> {
  const cluster = link.name;
  const scope: ServiceScope = host.scope.child();
  const views = openedViews(link.views);
  const instances = new Instances(host.instances);
  const failures = new Map<string, RolloutError>();
  const engaged = new AbortController();
  let onLateStart: (() => void) | undefined;
  scope.lend(kubeClient, link.client);
  scope.lend(kubeViews, views);

  const starter = {
    ...host,
    scope,
    instances,
    cluster,
    signal: engaged.signal,
    onStarted: ({ contribution }: Offer) => {
      failures.delete(contributionId(contribution));
      onLateStart?.();
    },
    onFailed: ({ contribution, plugin }: Offer, error: RolloutError) => {
      const id = contributionId(contribution);
      const { message } = error;
      const isNews = failures.get(id)?.message !== message;
      failures.set(id, error);
      if (!isNews) return;
      const failure = {
        type: "pluginFailed",
        cluster,
        plugin: plugin.name,
        contribution: id,
        method: "create",
      } as const;
      host.bus.emit({ ...failure, message });
    },
  };
  await Promise.all(offersOf(host.plugins, "cluster").map((offer) => keepStarting(starter, offer)));

  return {
    link,
    views,
    instances,
    failures,
    onLateStart: (listener) => {
      onLateStart = listener;
    },
    async [Symbol.asyncDispose]() {
      engaged.abort(new Error(`cluster ${cluster} was disengaged`));
      await scope[Symbol.asyncDispose]();
    },
  };
}
