import { RolloutError, type RolloutView } from "@bellwether/core";
import { askClusters, type Answers } from "../clusters/ask-clusters.ts";
import { chooseContexts, openClusters, type OpenCluster } from "../clusters/open-clusters.ts";
import { officialPlugins } from "../compose/official-plugins.ts";
import { systemClock } from "@bellwether/host/system-clock";
import { clusterOptionsOf, type RawOptions } from "../options/cluster-options.ts";
import type { Streams } from "../program/command-definition.ts";
import { openReader, type ClusterReader } from "./cluster-reader.ts";
import { listRollouts } from "./list-rollouts.ts";

export interface FoundRollout {
  readonly cluster: OpenCluster;
  readonly reader: ClusterReader;
  readonly view: RolloutView;
}

/** The rollouts of one name, at most one a cluster, on the clusters that a command chose. Disposing closes the links. */
export interface FoundRollouts extends AsyncDisposable {
  readonly found: readonly FoundRollout[];
  readonly silent: Answers<never>["silent"];
}

/** Throws ROLLOUT_NOT_FOUND when every cluster answered and none has it. */
export async function findRollouts(streams: Streams, name: string, raw: RawOptions): Promise<FoundRollouts> {
  const options = clusterOptionsOf(raw);
  const clusters = await openClusters(await chooseContexts(options, streams.env), options, systemClock);
  const stack = new AsyncDisposableStack();
  for (const { link } of clusters) stack.use(link);
  const { answers, silent } = await askClusters(
    clusters,
    options.requestTimeoutMs,
    systemClock,
    async (cluster, signal) => {
      const reader = await openReader(cluster.link, officialPlugins(), systemClock);
      const filter = {
        namespace: options.allNamespaces ? undefined : cluster.namespace,
        names: [name],
        labelSelector: undefined,
      };
      const views = await listRollouts(reader, filter, systemClock, signal);
      if (views.length > 1) throw ambiguous(name, views);
      return views.map((view) => ({ cluster, reader, view }));
    },
  );
  const found = answers.flat();
  if (found.length === 0 && silent.length === 0) {
    await stack.disposeAsync();
    throw new RolloutError(
      "ROLLOUT_NOT_FOUND",
      `no rollout "${name}" in namespace ${clusters[0]?.namespace ?? "default"} on ${clusters.map(({ link }) => link.name).join(", ")}`,
    );
  }
  return { found, silent, [Symbol.asyncDispose]: async () => stack.disposeAsync() };
}

function ambiguous(name: string, views: readonly RolloutView[]): RolloutError {
  const places = views.map((view) => `${view.source.toLowerCase()}/${view.name} in ${view.namespace}`).join(" and ");
  return new RolloutError("NAME_AMBIGUOUS", `"${name}" is ${places} on ${views[0]?.cluster ?? ""}`);
}
