import type { Benchmark } from "../benchmark.ts";
import { linkTo, startCluster } from "../cluster/clusters.ts";
import type { SeenRequest, Traffic } from "../cluster/traffic.ts";
import { installDefinitions, type WorkloadKind } from "../contenders/application.ts";
import { type Contender, product, rawScript } from "../contenders/contender.ts";
import { startProduct } from "../contenders/product.ts";
import { type WriteKind, writeKindOf } from "../contenders/write-kind.ts";
import type { Cell, Table } from "../report/table.ts";

const size = 10;
const kinds: readonly WriteKind[] = [
  "moves pods",
  "target object",
  "claim, release",
  "status",
  "finalizer",
  "other",
  "Event",
  "Lease",
];
const bookkeeping: ReadonlySet<WriteKind> = new Set([
  "target object",
  "claim, release",
  "status",
  "finalizer",
  "other",
]);

export const writes: Benchmark = {
  name: "writes",
  title: "API writes and reads of one 10-batch rollout, by kind",
  async run() {
    await using owned = new AsyncDisposableStack();
    const cluster = owned.use(await startCluster({ instantPods: true, writesKept: 10_000 }));
    const { client } = owned.use(linkTo(cluster.access));
    await installDefinitions(client);
    owned.use(await startProduct([cluster.access]));
    const columns: Column[] = [];
    for (const kind of ["CloneSet", "Deployment"] satisfies WorkloadKind[]) {
      for (const [name, contender] of [
        ["raw script", owned.use(await rawScript(owned.use(linkTo(cluster.access)).client, { kind, size }))],
        ["bellwether", owned.use(await product(client, { kind, size }))],
      ] as const)
        columns.push({
          name: `${name}, ${kind}`,
          traffic: await trafficOf(contender, async () => cluster.traffic("bench")),
        });
    }
    return [tableOf(columns)];
  },
};

interface Column {
  readonly name: string;
  readonly traffic: Traffic;
}

/** Of a rollout that is not the first: every watch is open, every cache filled. */
async function trafficOf(contender: Contender, traffic: () => Promise<Traffic>): Promise<Traffic> {
  await contender.prepare();
  await contender.roll();
  await contender.prepare();
  await quiet();
  await traffic();
  await contender.roll();
  await quiet();
  return traffic();
}

/** Until what follows a rollout or a new revision is written too. */
async function quiet(): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, 2000));
}

function tableOf(columns: readonly Column[]): Table {
  const row = (name: string, count: (traffic: Traffic) => number): readonly Cell[] => [
    name,
    ...columns.map(({ traffic }) => count(traffic)),
  ];
  const sent = (wanted: (request: SeenRequest) => boolean) => (traffic: Traffic) =>
    traffic.requests.filter((request) => request.fieldManager !== "person" && wanted(request)).length;
  const made = (wanted: (kind: WriteKind) => boolean) => (traffic: Traffic) =>
    traffic.writes.filter((write) => write.fieldManager !== "person" && wanted(writeKindOf(write))).length;
  const isDelete = sent(({ method }) => method === "DELETE");
  const isBookkeeping = made((kind) => bookkeeping.has(kind));
  return {
    title: "One rollout in 10 batches of one pod, from the order to two seconds after its end",
    headings: ["", ...columns.map(({ name }) => name)],
    rows: [
      ...kinds.map((kind) =>
        row(
          kind,
          made((one) => one === kind),
        ),
      ),
      row("delete", isDelete),
      row("bookkeeping: all but moves, Events and Leases", (traffic) => isBookkeeping(traffic) + isDelete(traffic)),
      row(
        "writes sent, also those refused or without a change",
        sent(({ method }) => method !== "GET"),
      ),
      row(
        "GET and LIST",
        sent(({ method, isWatch }) => method === "GET" && !isWatch),
      ),
      row(
        "WATCH opened",
        sent(({ isWatch }) => isWatch),
      ),
    ],
  };
}
