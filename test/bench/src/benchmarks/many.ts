import type { Benchmark } from "../benchmark.ts";
import { linkTo, startCluster } from "../cluster/clusters.ts";
import { installDefinitions, openBoard, RolledApplication } from "../contenders/application.ts";
import { type Figures, startHostedProduct } from "../contenders/hosted-product.ts";
import { rounded } from "../report/statistics.ts";

const size = 5;
const [few, lots] = [10, 100] as const;

export const many: Benchmark = {
  name: "many",
  title: `${few} and ${lots} rollouts at the same time on one cluster`,
  async run() {
    const [small, large] = [await measure(few), await measure(lots)];
    const row = (name: string, of: (run: Run) => number, digits: number) =>
      [name, rounded(of(small), digits), rounded(of(large), digits), rounded(of(large) / of(small), 1)] as const;
    return [
      {
        title: `Rollouts of CloneSets in ${size} batches of one pod, pods ready at once; host and cluster in processes of their own`,
        headings: ["", `${few} rollouts`, `${lots} rollouts`, "ratio"],
        rows: [
          row("time to all done, s", ({ seconds }) => seconds, 2),
          row("host CPU, s", ({ before, after }) => after.cpuSeconds - before.cpuSeconds, 2),
          row("cluster CPU, s", ({ clusterCpuSeconds }) => clusterCpuSeconds, 2),
          row("host memory before, MiB RSS", ({ before }) => before.rssMiB, 0),
          row("host peak memory, MiB RSS", ({ after }) => after.peakMiB, 0),
          row("host heap afterwards, MiB", ({ after }) => after.heapMiB, 1),
        ],
      },
    ];
  },
};

interface Run {
  readonly seconds: number;
  readonly clusterCpuSeconds: number;
  readonly before: Figures;
  readonly after: Figures;
}

async function measure(count: number): Promise<Run> {
  await using owned = new AsyncDisposableStack();
  const cluster = owned.use(await startCluster({ instantPods: true, writesKept: 0 }));
  const { access } = cluster;
  const { client } = owned.use(linkTo(access));
  await installDefinitions(client);
  const host = owned.use(await startHostedProduct([access]));
  const board = owned.use(await openBoard(client));
  const names = Array.from({ length: count }, (_, index) => `app-${index}`);
  const applications = await Promise.all(
    names.map(async (name) => RolledApplication.start(client, board, { name, kind: "CloneSet", size })),
  );
  await Promise.all(applications.map(async (application) => application.newRevision()));
  await quiet();
  const before = await host.figures();
  const { cpuSeconds: clusterBefore } = await cluster.traffic(access.name);
  const started = performance.now();
  await Promise.all(applications.map(async (application) => application.rollOut(size)));
  const seconds = (performance.now() - started) / 1000;
  const { cpuSeconds } = await cluster.traffic(access.name);
  return { seconds, clusterCpuSeconds: cpuSeconds - clusterBefore, before, after: await host.figures() };
}

/** Until what follows a new revision is written too. */
async function quiet(): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, 3000));
}
