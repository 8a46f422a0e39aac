import { randomUUID } from "node:crypto";
import { hostname } from "node:os";
import { kubeContexts, type KubeContexts } from "@bellwether/core";
import { kubeconfigContexts } from "@bellwether/clusters-kubeconfig";
import { provide, startHost, type Host } from "@bellwether/host";
import { contextLinks } from "@bellwether/kubernetes";
import { chooseContexts } from "../clusters/open-clusters.ts";
import { Leadership } from "../compose/leadership.ts";
import { officialPlugins } from "../compose/official-plugins.ts";
import { systemClock } from "@bellwether/host/system-clock";
import { daemonConfig } from "../daemon/daemon-config.ts";
import { createLogger } from "../daemon/logger.ts";
import { metricsText } from "../daemon/metrics-text.ts";
import { serveProbes } from "../daemon/probe-server.ts";
import type { RawOptions } from "../options/cluster-options.ts";
import type { Streams } from "../program/command-definition.ts";
import { defaultLease } from "../read/leader.ts";
import { version } from "../version.ts";
import { interrupted } from "./interrupted.ts";

/** Long enough for a slow start of a cluster, short enough that a probe notices a hang. */
const clusterTimeoutMs = 10_000;

export async function run(
  streams: Streams,
  _: readonly string[],
  raw: RawOptions,
  given: ReadonlySet<string>,
): Promise<number> {
  const config = await daemonConfig(raw, given);
  const log = createLogger(
    streams.stdout,
    config.logFormat ?? (streams.stdout.isTTY === true ? "text" : "json"),
    config.logLevel,
  );
  const { kubeconfig, contexts } = await chooseContexts(
    {
      kubeconfig: config.kubeconfig,
      contexts: config.contexts,
      allContexts: config.allContexts,
      requestTimeoutMs: clusterTimeoutMs,
      namespace: undefined,
      allNamespaces: true,
    },
    streams.env,
  );
  const names = contexts.map(({ name }) => name);
  const identity = `${hostname()}-${randomUUID().slice(0, 8)}`;
  const leadership = new Leadership({
    clock: systemClock,
    identity,
    lease: { namespace: config.leaseNamespace, name: defaultLease.name },
    leaseMs: config.leaseSeconds * 1000,
  });
  const links = contextLinks({ kubeconfig, clock: systemClock, requestMs: clusterTimeoutMs });
  const fenced: KubeContexts = {
    names: () => names,
    open: async (name, signal) => leadership.fenced(await links.open(name, signal)),
  };

  await using host = await startHost({
    plugins: [...officialPlugins(), kubeconfigContexts(names)],
    clock: systemClock,
    log,
    services: [provide(kubeContexts, fenced)],
    electLeader: leadership.electLeader,
  });
  await using probes = await serveProbes(config.listen, {
    ready: () => isReady(host, names),
    metrics: () => metricsText(host.metrics()),
  });
  log.info(`bellwether ${version} serves ${names.join(", ")}`, { identity, listen: probes.address });

  const stop = new AbortController();
  using _interruption = interrupted(() => {
    log.info("stopping: what is being written ends first");
    stop.abort(new Error("the daemon was told to stop"));
  });
  await host.run(stop.signal);
  log.info("stopped");
  return 0;
}

function isReady(host: Host, names: readonly string[]): boolean {
  const states = host.clusters();
  return names.every((name) =>
    states.some((state) => state.name === name && (state.server !== undefined || state.trouble !== undefined)),
  );
}
