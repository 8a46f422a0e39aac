import { type ClusterEntry, type ClusterLink, type ClusterSource, clusterSource } from "@bellwether/core";
import type { ContributionDescription } from "../compose/describe.ts";
import { contributionId, type Offer } from "../compose/offers.ts";
import type { Contributed } from "../plugins/contributed.ts";
import { disposeOf } from "../scope/disposal.ts";
import { keepTrying } from "../time/keep-trying.ts";
import { aborted, untilAborted } from "../time/until-aborted.ts";
import type { HostContext } from "./host-context.ts";
import { type ClusterState, RunningCluster } from "./run-cluster.ts";

/** The clusters that exist now, as the cluster sources name them. */
export class ClusterSet {
  readonly #host: HostContext;
  readonly #clusters: Map<string, { readonly source: string; readonly running: RunningCluster }> = new Map();
  readonly #leaving: Map<string, Promise<void>> = new Map();

  constructor(host: HostContext) {
    this.#host = host;
  }

  states(): readonly ClusterState[] {
    return [...this.#clusters.values()].map(({ running }) => running.state());
  }

  /** Where a contribution runs, and why it does not elsewhere. */
  runningOf({ contribution }: Offer): Pick<ContributionDescription, "running" | "failures"> {
    const clusters = [...this.#clusters.values()].map(({ running }) => running);
    const id = contributionId(contribution);
    const failures = clusters
      .map((cluster) => cluster.state())
      .flatMap(({ name, failures: all }) => {
        const message = all[id];
        return message === undefined ? [] : [[name, message] as const];
      });
    const running = clusters.filter((cluster) => cluster.has(contribution)).map((cluster) => cluster.state().name);
    return { running, failures: Object.fromEntries(failures) };
  }

  /** Lets clusters come and go until the signal aborts, then lets go of all of them. */
  async follow(signal: AbortSignal): Promise<void> {
    await Promise.all(this.#host.instances.all(clusterSource).map((source) => this.#followSource(source, signal)));
    await aborted(signal);
    for (const name of [...this.#clusters.keys()].reverse()) this.#lose(name);
    await Promise.all(this.#leaving.values());
  }

  /** A source that fails has not said that its clusters are gone: they stay until it names others. */
  async #followSource(source: Contributed<ClusterSource>, signal: AbortSignal): Promise<void> {
    const onFailure = (error: unknown): void => {
      const message = error instanceof Error ? error.message : String(error);
      const fields = { point: clusterSource.id, code: "PLUGIN_CALL_FAILED" };
      this.#host.log.error(`cluster-source/${source.key}: ${message}`, fields);
    };
    await keepTrying({ ...this.#host, signal, onFailure }, async () => {
      const stream = source.callNow("observe", (s) => s.observe(signal));
      for await (const entries of untilAborted(stream, signal)) this.#update(source, entries);
    });
  }

  #update(source: Contributed<ClusterSource>, entries: readonly ClusterEntry[]): void {
    const named = new Set(entries.map(({ name }) => name));
    for (const [name, cluster] of this.#clusters) {
      if (cluster.source === source.key && !named.has(name)) this.#lose(name);
    }
    for (const entry of entries) this.#gain(source, entry);
  }

  #gain(source: Contributed<ClusterSource>, entry: ClusterEntry): void {
    const known = this.#clusters.get(entry.name);
    if (known !== undefined && known.source !== source.key) {
      this.#host.log.warn(
        `cluster ${entry.name} is named by ${known.source} and by ${source.key}; ${known.source} counts`,
      );
    }
    if (known !== undefined) return;
    const gone = this.#leaving.get(entry.name) ?? Promise.resolve();
    const running = new RunningCluster(this.#host, entry, async (signal) => {
      await gone;
      return source.call("open", (_, within) => openWanted(entry, within), signal);
    });
    this.#clusters.set(entry.name, { source: source.key, running });
  }

  #lose(name: string): void {
    const cluster = this.#clusters.get(name);
    if (cluster === undefined) return;
    this.#clusters.delete(name);
    const left = cluster.running[Symbol.asyncDispose]().finally(() => this.#leaving.delete(name));
    this.#leaving.set(name, left);
  }
}

/** A link that comes when nobody waits for it any more is closed. */
async function openWanted(entry: ClusterEntry, wanted: AbortSignal): Promise<ClusterLink> {
  const link = await entry.open(wanted);
  if (wanted.aborted) await disposeOf(link);
  return link;
}
