import {
  clusterSource,
  definePlugin,
  kubeContexts,
  type ClusterEntry,
  type ClusterSource,
  type KubeContexts,
  type RolloutPlugin,
} from "@bellwether/core";

/** Serves the named contexts of the host's kubeconfig; all of them without names. */
export function kubeconfigContexts(names?: readonly string[]): RolloutPlugin {
  return definePlugin({
    name: "@bellwether/clusters-kubeconfig",
    version: "0.1.0",
    contributions: [
      clusterSource.implement("kubeconfig", {
        scope: "host",
        needs: { contexts: kubeContexts },
        create: ({ contexts }) => new KubeconfigClusters(contexts, names),
      }),
    ],
  });
}

class KubeconfigClusters implements ClusterSource {
  readonly #contexts: KubeContexts;
  readonly #names: readonly string[] | undefined;

  constructor(contexts: KubeContexts, names: readonly string[] | undefined) {
    this.#contexts = contexts;
    this.#names = names;
  }

  /** A kubeconfig is read once: the list comes once, and the stream then waits for the end. */
  async *observe(signal: AbortSignal): AsyncIterable<readonly ClusterEntry[]> {
    const names = this.#names ?? this.#contexts.names();
    yield names.map((name) => ({
      name,
      origin: `kubeconfig/${name}`,
      open: (until) => this.#contexts.open(name, until),
    }));
    await ended(signal);
  }
}

function ended(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener("abort", () => resolve(), { once: true });
  });
}
