import type { RolloutView } from "@bellwether/core";
import { systemClock } from "@bellwether/host/system-clock";
import { chooseContexts, openClusters } from "../clusters/open-clusters.ts";
import { officialPlugins } from "../compose/official-plugins.ts";
import { clusterOptionsOf, terminalOptionsOf, type RawOptions } from "../options/cluster-options.ts";
import { parseDuration } from "../options/duration.ts";
import type { Goal } from "../options/until.ts";
import type { Streams } from "../program/command-definition.ts";
import { openReader } from "../read/cluster-reader.ts";
import { RolloutFeed } from "../read/rollout-feed.ts";
import { terminalOf } from "../terminal/terminal.ts";
import { WatchScreen } from "../text/watch-screen.ts";
import { interrupted } from "./interrupted.ts";

const badAnswer = 3;
const timedOut = 6;
const interruptedCode = 130;

/** Shows rollouts as they change until the goal is reached, the time-out passes or a person stops it; without a goal for ever. */
export async function followRollouts(
  streams: Streams,
  names: readonly string[],
  raw: RawOptions,
  goal: Goal | undefined,
): Promise<number> {
  const options = clusterOptionsOf(raw);
  const clusters = await openClusters(await chooseContexts(options, streams.env), options, systemClock);
  await using stack = new AsyncDisposableStack();
  for (const { link } of clusters) stack.use(link);
  const readers = await Promise.all(
    clusters.map(async ({ link, namespace }) => ({
      reader: await openReader(link, officialPlugins(), systemClock),
      namespace: options.allNamespaces ? undefined : namespace,
    })),
  );
  await using feed = new RolloutFeed(readers, names, systemClock);

  const terminal = terminalOf(streams.stdout, streams.env, terminalOptionsOf(raw));
  using screen =
    raw["output"] === "json"
      ? WatchScreen.json(streams.stdout)
      : WatchScreen.text(streams.stdout, terminal, systemClock);
  const stop = new AbortController();
  const timeout =
    raw["timeout"] === undefined
      ? undefined
      : systemClock.after(parseDuration(raw["timeout"] as string, "--timeout"), () => stop.abort(timedOut));
  using _interruption = interrupted(() => stop.abort(interruptedCode));
  try {
    for await (const views of feed.changes(stop.signal)) {
      screen.show(views);
      if (goal !== undefined && isReached(views, names, goal)) return endCode(views);
    }
  } finally {
    timeout?.[Symbol.dispose]();
  }
  if (stop.signal.reason === interruptedCode) {
    for (const name of names) streams.stderr.write(`${name} goes on; to stop it: bellwether pause ${name}\n`);
  } else {
    streams.stderr.write("the time-out passed; the rollout goes on\n");
  }
  return stop.signal.reason === interruptedCode ? interruptedCode : timedOut;
}

function isReached(views: readonly RolloutView[], names: readonly string[], goal: Goal): boolean {
  return (
    names.length > 0 &&
    views.length > 0 &&
    names.every((name) => views.some((view) => view.name === name.split("/").at(-1))) &&
    views.every((view) => goal.reached(view))
  );
}

function endCode(views: readonly RolloutView[]): number {
  return views.some(({ state }) => state === "failed") ? badAnswer : 0;
}
