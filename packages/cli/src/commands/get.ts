import { RolloutError, type RolloutView, type RolloutWord } from "@bellwether/core";
import { stringify } from "yaml";
import { askClusters } from "../clusters/ask-clusters.ts";
import { chooseContexts, openClusters } from "../clusters/open-clusters.ts";
import { officialPlugins } from "../compose/official-plugins.ts";
import { systemClock } from "@bellwether/host/system-clock";
import { clusterOptionsOf, terminalOptionsOf, type RawOptions } from "../options/cluster-options.ts";
import type { Streams } from "../program/command-definition.ts";
import { openReader } from "../read/cluster-reader.ts";
import { listRollouts } from "../read/list-rollouts.ts";
import { terminalOf } from "../terminal/terminal.ts";
import { textOf } from "../terminal/symbols.ts";
import { rolloutList, type SilentCluster } from "../text/rollout-list.ts";

const partial = 7;

export async function run(streams: Streams, names: readonly string[], raw: RawOptions): Promise<number> {
  const options = clusterOptionsOf(raw);
  const chosen = await chooseContexts(options, streams.env);
  const clusters = await openClusters(chosen, options, systemClock);
  await using stack = new AsyncDisposableStack();
  for (const { link } of clusters) stack.use(link);

  const { answers, silent } = await askClusters(
    clusters,
    options.requestTimeoutMs,
    systemClock,
    async ({ link, namespace }, signal) => {
      const reader = await openReader(link, officialPlugins(), systemClock);
      const filter = {
        namespace: options.allNamespaces ? undefined : namespace,
        names,
        labelSelector: raw["selector"] as string | undefined,
      };
      return listRollouts(reader, filter, systemClock, signal);
    },
  );
  const views = answers.flat().filter((view) => isWanted(view, raw));
  for (const name of names) requireFound(name, answers.flat(), silent);
  streams.stdout.write(answerText(views, silent, raw, streams, clusters.length > 1));
  for (const { name, error } of raw["output"] === undefined ? [] : silent)
    streams.stderr.write(`${name} did not answer: ${error}. What it holds is unknown.\n`);
  return silent.length > 0 ? partial : 0;
}

const needsAttention: readonly RolloutWord[] = ["failed", "needsYou", "unknown"];

function isWanted(view: RolloutView, { attention, state, strategy }: RawOptions): boolean {
  if (attention === true && !needsAttention.includes(view.state)) return false;
  if (state !== undefined && state !== view.state && state !== textOf(view.state)) return false;
  return strategy === undefined || strategy === view.strategy;
}

function requireFound(name: string, views: readonly RolloutView[], silent: readonly SilentCluster[]): void {
  const plain = name.split("/").at(-1);
  if (silent.length > 0 || views.some((view) => view.name === plain)) return;
  throw new RolloutError("ROLLOUT_NOT_FOUND", `no rollout "${name}" on the chosen clusters and namespace`);
}

function answerText(
  views: readonly RolloutView[],
  silent: readonly SilentCluster[],
  raw: RawOptions,
  streams: Streams,
  manyClusters: boolean,
): string {
  const now = systemClock.now();
  switch (raw["output"]) {
    case "json":
      return `${JSON.stringify(listObject(views, silent), null, 2)}\n`;
    case "yaml":
      return stringify(listObject(views, silent));
    case "name":
      return views.map((view) => `${view.source.toLowerCase()}/${view.name}\n`).join("");
    default: {
      if (views.length === 0 && silent.length === 0) return "No rollouts found.\n";
      const columns = {
        cluster: manyClusters,
        namespace: raw["allNamespaces"] === true,
        headers: raw["headers"] !== false,
      };
      return `${rolloutList(views, silent, columns, terminalOf(streams.stdout, streams.env, terminalOptionsOf(raw)), now).join("\n")}\n`;
    }
  }
}

function listObject(
  views: readonly RolloutView[],
  silent: readonly SilentCluster[],
): Readonly<Record<string, unknown>> {
  const answered = [...new Set(views.map(({ cluster }) => cluster))].map((name) => ({
    name,
    state: "answered",
    observedAt: new Date(systemClock.now()).toISOString(),
    error: null,
  }));
  return {
    apiVersion: "cli.bellwether.dev/v1",
    kind: "RolloutViewList",
    items: views,
    clusters: [...answered, ...silent.map(({ name, error }) => ({ name, state: "unknown", observedAt: null, error }))],
  };
}
