import { RolloutError, type RolloutView, type RolloutWord } from "@bellwether/core";
import { askClusters } from "../clusters/ask-clusters.ts";
import { chooseContexts, openClusters } from "../clusters/open-clusters.ts";
import { followRollouts } from "./follow-rollouts.ts";
import { objectText } from "../text/object-text.ts";
import { officialPlugins } from "../compose/official-plugins.ts";
import { systemClock } from "@bellwether/host/system-clock";
import { clusterOptionsOf, terminalOptionsOf, type RawOptions } from "../options/cluster-options.ts";
import type { Streams } from "../program/command-definition.ts";
import { openReader } from "../read/cluster-reader.ts";
import { sortedBy } from "../read/sorted-by.ts";
import { listRollouts } from "../read/list-rollouts.ts";
import { terminalOf } from "../terminal/terminal.ts";
import { textOf } from "../terminal/symbols.ts";
import { rolloutList, type SilentCluster } from "../text/rollout-list.ts";

const partial = 7;

export async function run(streams: Streams, names: readonly string[], raw: RawOptions): Promise<number> {
  if (raw["watch"] === true) return followRollouts(streams, names, raw, undefined);
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
      return { name: link.name, views: await listRollouts(reader, filter, systemClock, signal) };
    },
  );
  const all = answers.flatMap(({ views }) => views);
  for (const name of names) requireFound(name, all, silent);
  const views = sortedBy(
    all.filter((view) => isWanted(view, raw)),
    raw["sortBy"] as string | undefined,
  );
  streams.stdout.write(answerText({ views, silent, answered: answers.map(({ name }) => name) }, raw, streams));
  for (const { name, error } of raw["output"] === undefined ? [] : silent) {
    streams.stderr.write(`${name} did not answer: ${error}. What it holds is unknown.\n`);
  }
  return silent.length > 0 ? partial : 0;
}

interface Answered {
  readonly views: readonly RolloutView[];
  readonly silent: readonly SilentCluster[];
  /** Names of the clusters that answered. */
  readonly answered: readonly string[];
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

function answerText({ views, silent, answered }: Answered, raw: RawOptions, streams: Streams): string {
  const text = objectText(raw["output"], listObject({ views, silent, answered }));
  if (text !== undefined) return text;
  if (raw["output"] === "name") return views.map((view) => `${view.source.toLowerCase()}/${view.name}\n`).join("");
  if (views.length === 0 && silent.length === 0) return "No rollouts found.\n";
  const columns = {
    cluster: answered.length + silent.length > 1,
    namespace: raw["allNamespaces"] === true,
    headers: raw["headers"] !== false,
    wide: raw["output"] === "wide",
    labels: raw["showLabels"] === true,
  };
  const terminal = terminalOf(streams.stdout, streams.env, terminalOptionsOf(raw));
  return `${rolloutList(views, silent, columns, terminal, systemClock.now()).join("\n")}\n`;
}

function listObject({ views, silent, answered }: Answered): Readonly<Record<string, unknown>> {
  const observedAt = new Date(systemClock.now()).toISOString();
  return {
    apiVersion: "cli.bellwether.dev/v1",
    kind: "RolloutViewList",
    items: views,
    clusters: [
      ...answered.map((name) => ({ name, state: "answered", observedAt, error: null })),
      ...silent.map(({ name, error }) => ({ name, state: "unknown", observedAt: null, error })),
    ],
  };
}
