import { askClusters } from "../clusters/ask-clusters.ts";
import { chooseContexts, openClusters, type OpenCluster } from "../clusters/open-clusters.ts";
import { officialPlugins } from "../compose/official-plugins.ts";
import { systemClock } from "@bellwether/host/system-clock";
import { clusterOptionsOf, type RawOptions } from "../options/cluster-options.ts";
import type { Streams } from "../program/command-definition.ts";
import { openReader } from "../read/cluster-reader.ts";
import { defaultLease, leaderless, readLeader } from "../read/leader.ts";
import { listRollouts } from "../read/list-rollouts.ts";
import { tableLines } from "../terminal/table.ts";
import type { SilentCluster } from "../text/rollout-list.ts";

interface ClusterRow {
  readonly name: string;
  readonly source: string;
  readonly server: string;
  readonly observedAt: string | null;
  readonly host: string | null;
  readonly epoch: number | null;
  readonly rollouts: number | null;
  readonly error: string | null;
}

const partial = 7;

export async function run(streams: Streams, _: readonly string[], raw: RawOptions): Promise<number> {
  const options = clusterOptionsOf(raw);
  const clusters = await openClusters(await chooseContexts(options, streams.env), options, systemClock);
  await using stack = new AsyncDisposableStack();
  for (const { link } of clusters) stack.use(link);
  const { answers, silent } = await askClusters(clusters, options.requestTimeoutMs, systemClock, look);
  const rows = clusters.map(
    ({ link }) => answers.find(({ name }) => name === link.name) ?? silentRow(link.name, link.server, silent),
  );
  streams.stdout.write(
    raw["output"] === "json"
      ? `${JSON.stringify({ apiVersion: "cli.bellwether.dev/v1", kind: "ClusterList", items: rows }, null, 2)}\n`
      : `${tableLines(table(rows)).join("\n")}\n`,
  );
  return silent.length > 0 ? partial : 0;
}

async function look({ link }: OpenCluster, signal: AbortSignal): Promise<ClusterRow> {
  const reader = await openReader(link, officialPlugins(), systemClock);
  const leader = await readLeader(link.client, defaultLease, signal);
  const nobody = leaderless(leader, link.name, systemClock.now());
  const filter = { namespace: undefined, names: [], labelSelector: undefined };
  const rollouts = await listRollouts(reader, filter, systemClock, signal).catch(() => undefined);
  return {
    name: link.name,
    source: `kubeconfig/${link.name}`,
    server: link.server,
    observedAt: new Date(systemClock.now()).toISOString(),
    host: nobody === undefined ? (leader?.holder ?? null) : null,
    epoch: leader?.epoch ?? null,
    rollouts: rollouts?.length ?? null,
    error: nobody ?? null,
  };
}

function silentRow(name: string, server: string, silent: readonly SilentCluster[]): ClusterRow {
  const error = silent.find((cluster) => cluster.name === name)?.error ?? null;
  return {
    name,
    source: `kubeconfig/${name}`,
    server,
    observedAt: null,
    host: null,
    epoch: null,
    rollouts: null,
    error,
  };
}

function table(rows: readonly ClusterRow[]): readonly (readonly string[])[] {
  return [
    ["NAME", "SERVER", "HOST", "EPOCH", "ROLLOUTS", "NOTE"],
    ...rows.map(({ name, server, observedAt, host, epoch, rollouts, error }) => {
      const unknown = observedAt === null ? "?" : "-";
      return [
        name,
        server,
        host ?? unknown,
        epoch === null ? unknown : String(epoch),
        rollouts === null ? unknown : String(rollouts),
        error ?? "-",
      ];
    }),
  ];
}
