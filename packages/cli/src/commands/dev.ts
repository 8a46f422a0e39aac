import { writeFile } from "node:fs/promises";
import { startHost } from "@bellwether/host";
import { stringify } from "yaml";
import { soleLeadership } from "../compose/leadership.ts";
import { officialPlugins } from "../compose/official-plugins.ts";
import { systemClock } from "@bellwether/host/system-clock";
import { silentLogger } from "../compose/silent-logger.ts";
import { clusterNames } from "../embedded/cluster-names.ts";
import { EmbeddedClusters } from "../embedded/embedded-clusters.ts";
import { parseNumber } from "../options/number.ts";
import type { RawOptions } from "../options/cluster-options.ts";
import type { Streams } from "../program/command-definition.ts";
import { stopwatchText } from "../terminal/duration.ts";
import { interrupted } from "./interrupted.ts";

export async function run(streams: Streams, _: readonly string[], raw: RawOptions): Promise<number> {
  const started = systemClock.now();
  const names = clusterNames(parseNumber(raw["clusters"], "--clusters", 1));
  const file = raw["writeKubeconfig"] as string | undefined;
  const leadership = soleLeadership(systemClock);
  const stop = new AbortController();
  using _interruption = interrupted(() => stop.abort(new Error("dev was told to stop")));
  await using clusters = await EmbeddedClusters.start(names, systemClock, {
    speed: parseNumber(raw["speed"], "--speed", 0.01, true),
  });
  if (file !== undefined) await writeFile(file, stringify(clusters.kubeconfig), { mode: 0o600 });
  const host =
    raw["host"] === false
      ? undefined
      : await startHost({
          plugins: [...officialPlugins(), clusters.plugin((link) => leadership.fenced(link))],
          clock: systemClock,
          log: silentLogger,
          electLeader: leadership.electLeader,
        });
  await using _host = host;
  const running = host?.run(stop.signal);

  announce(streams, names, file, host !== undefined, systemClock.now() - started, raw);
  await new Promise<void>((resolve) => {
    if (stop.signal.aborted) resolve();
    else stop.signal.addEventListener("abort", () => resolve(), { once: true });
  });
  await running;
  return 0;
}

function announce(
  { stdout, stderr }: Streams,
  names: readonly string[],
  file: string | undefined,
  withHost: boolean,
  ms: number,
  raw: RawOptions,
): void {
  if (raw["output"] === "json") {
    stdout.write(
      `${JSON.stringify({ apiVersion: "cli.bellwether.dev/v1", kind: "DevReady", clusters: names.map((name) => ({ name, context: name })), kubeconfig: file ?? null, dashboard: null })}\n`,
    );
    return;
  }
  stdout.write("ready\n");
  const [first, ...rest] = names;
  const contexts = rest.length === 0 ? `context ${first} (current)` : `contexts ${first} (current), ${rest.join(", ")}`;
  const count = names.length === 1 ? "1 cluster" : `${names.length} clusters`;
  stderr.write(
    `${count}, ${withHost ? "host leading" : "no host"}, ${stopwatchText(ms)}          ${file === undefined ? "no kubeconfig written: --write-kubeconfig FILE" : `${contexts} in ${file}`}\n`,
  );
  if (file === undefined) return stderr.write("Ctrl-C stops everything; nothing is kept.\n") as void;
  const path = file.startsWith("/") ? file : `$PWD/${file}`;
  stderr.write(`In a second terminal:   export KUBECONFIG=${path}\n`);
  stderr.write(
    "                        kubectl apply -f examples/walkthrough/definitions/ -f examples/walkthrough/v1/ && bellwether watch rolling-example\n",
  );
  stderr.write("Ctrl-C stops everything; nothing is kept.\n");
}
