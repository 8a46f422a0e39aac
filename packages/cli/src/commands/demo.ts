import { startHost } from "@bellwether/host";
import { soleLeadership } from "../compose/leadership.ts";
import { officialPlugins } from "../compose/official-plugins.ts";
import { systemClock } from "@bellwether/host/system-clock";
import { silentLogger } from "../compose/silent-logger.ts";
import { jsonScreen, textScreen } from "../demo/demo-screen.ts";
import { closingText, openingText, servingText, walkThrough } from "../demo/walkthrough.ts";
import { clusterNames } from "../embedded/cluster-names.ts";
import { EmbeddedClusters } from "../embedded/embedded-clusters.ts";
import { parseNumber } from "../options/number.ts";
import { terminalOptionsOf, type RawOptions } from "../options/cluster-options.ts";
import type { Streams } from "../program/command-definition.ts";
import { openReader } from "../read/cluster-reader.ts";
import { stopwatchText } from "../terminal/duration.ts";
import { commandName } from "../terminal/command-name.ts";
import { terminalOf } from "../terminal/terminal.ts";
import { interrupted } from "./interrupted.ts";

const badAnswer = 3;
const interruptedCode = 130;

/** Far beyond what the walk-through takes; a demo that hangs ends. */
const limitMs = 600_000;

export async function run(streams: Streams, _: readonly string[], raw: RawOptions): Promise<number> {
  const started = systemClock.now();
  const names = clusterNames(parseNumber(raw["clusters"], "--clusters", 1));
  const speed = parseNumber(raw["speed"], "--speed", 0.01, true);
  const terminal = terminalOf(streams.stdout, streams.env, terminalOptionsOf(raw));
  const json = raw["output"] === "json";
  if (!json) streams.stdout.write(`${openingText(names)}\n`);
  using screen = json ? jsonScreen(streams.stdout, systemClock) : textScreen(streams.stdout, terminal, systemClock);

  const leadership = soleLeadership(systemClock);
  const stop = new AbortController();
  using _interruption = interrupted(() => stop.abort(interruptedCode));
  using _limit = systemClock.after(limitMs, () => stop.abort(badAnswer));
  await using clusters = await EmbeddedClusters.start(names, systemClock, { speed });
  const plugins = officialPlugins();
  await using host = await startHost({
    plugins: [...plugins, clusters.plugin((link) => leadership.fenced(link))],
    clock: systemClock,
    log: silentLogger,
    electLeader: leadership.electLeader,
  });
  const running = host.run(stop.signal);
  await using links = new AsyncDisposableStack();
  const readers = await Promise.all(
    names.map(async (name) => openReader(links.use(clusters.link(name)), plugins, systemClock)),
  );
  screen.say(servingText(names));
  try {
    const result = await walkThrough({ readers, screen, terminal, clock: systemClock }, stop.signal);
    screen.end(result, closingText(result, stopwatchText(systemClock.now() - started), commandName(streams.env)));
    return result.clusters.every(({ rollouts }) => rollouts.every(({ state }) => state === "rolloutSucceed"))
      ? 0
      : badAnswer;
  } catch (error) {
    if (stop.signal.aborted) return stop.signal.reason as number;
    throw error;
  } finally {
    stop.abort(0);
    await running;
  }
}
