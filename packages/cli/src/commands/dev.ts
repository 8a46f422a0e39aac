import { writeFile } from "node:fs/promises";
import { startHost, type Host } from "@bellwether/host";
import { systemClock } from "@bellwether/host/system-clock";
import { stringify } from "yaml";
import { soleLeadership } from "../compose/leadership.ts";
import { officialPlugins } from "../compose/official-plugins.ts";
import { silentLogger } from "../compose/silent-logger.ts";
import { whenAborted } from "../compose/when-aborted.ts";
import { clusterNames } from "../embedded/cluster-names.ts";
import { EmbeddedClusters } from "../embedded/embedded-clusters.ts";
import type { RawOptions } from "../options/cluster-options.ts";
import { parseNumber } from "../options/number.ts";
import type { Streams } from "../program/command-definition.ts";
import { commandName } from "../terminal/command-name.ts";
import { devReady, devText } from "../text/dev-text.ts";
import { interrupted } from "./interrupted.ts";

export async function run({ stdout, stderr, env }: Streams, _: readonly string[], raw: RawOptions): Promise<number> {
  const started = systemClock.now();
  const names = clusterNames(parseNumber(raw["clusters"], "--clusters", 1));
  const speed = parseNumber(raw["speed"], "--speed", 0.01, true);
  const kubeconfig = raw["writeKubeconfig"] as string | undefined;
  const stop = new AbortController();
  using _interruption = interrupted(() => stop.abort(new Error("dev was told to stop")));
  await using clusters = await EmbeddedClusters.start(names, systemClock, { speed });
  if (kubeconfig !== undefined) await writeFile(kubeconfig, stringify(clusters.kubeconfig), { mode: 0o600 });
  const withHost = raw["host"] !== false;
  await using host = withHost ? await startEmbeddedHost(clusters) : undefined;
  const running = host?.run(stop.signal);
  if (host !== undefined) await leadsEverywhere(host, names, stop.signal);

  const facts = { names, kubeconfig, withHost, startMs: systemClock.now() - started, command: commandName(env) };
  if (raw["output"] === "json") {
    stdout.write(`${JSON.stringify(devReady(facts))}\n`);
  } else {
    stdout.write("ready\n");
    for (const line of devText(facts)) stderr.write(`${line}\n`);
  }
  await whenAborted(stop.signal);
  await running;
  return 0;
}

async function startEmbeddedHost(clusters: EmbeddedClusters): Promise<Host> {
  const leadership = soleLeadership(systemClock);
  return startHost({
    plugins: [...officialPlugins(), clusters.plugin((link) => leadership.fenced(link))],
    clock: systemClock,
    log: silentLogger,
    electLeader: leadership.electLeader,
  });
}

async function leadsEverywhere(host: Host, names: readonly string[], signal: AbortSignal): Promise<void> {
  const leads = (name: string): boolean => host.clusters().some((state) => state.name === name && state.leading);
  while (!names.every(leads) && !signal.aborted) {
    await host.events.waitFor("leadershipGained", signal).catch(() => undefined);
  }
}
