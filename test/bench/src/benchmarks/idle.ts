import type { Benchmark } from "../benchmark.ts";
import { startClusters } from "../cluster/clusters.ts";
import { type Figures, startHostedProduct } from "../contenders/hosted-product.ts";
import { idleWrites } from "../contenders/idle-writes.ts";
import { rounded } from "../report/statistics.ts";

const counts = [1, 10, 50] as const;

export const idle: Benchmark = {
  name: "idle",
  title: "memory per idle cluster, and writes while nothing changes",
  async run() {
    const figures: Figures[] = [];
    for (const count of counts) figures.push(await memoryWith(count));
    const first = figures[0] as Figures;
    return [
      {
        title: "Host memory after a garbage collection, with clusters that it leads and where nothing is rolled out",
        headings: [
          "clusters",
          "RSS, MiB",
          "heap, MiB",
          "RSS for each further cluster, MiB",
          "heap for each further cluster, MiB",
        ],
        rows: counts.map((count, index) => {
          const { rssMiB, heapMiB } = figures[index] as Figures;
          const more = Math.max(1, count - counts[0]);
          return [
            count,
            rounded(rssMiB, 0),
            rounded(heapMiB, 1),
            rounded((rssMiB - first.rssMiB) / more, 2),
            rounded((heapMiB - first.heapMiB) / more, 2),
          ];
        }),
      },
      {
        title: "Ten idle minutes of a virtual clock, on a cluster in memory without an election",
        headings: ["", "writes"],
        rows: (await idleWrites()).map(({ scene, writes }) => [scene, writes]),
      },
    ];
  },
};

async function memoryWith(count: number): Promise<Figures> {
  await using owned = new AsyncDisposableStack();
  const names = Array.from({ length: count }, (_, index) => `cluster-${index + 1}`);
  const { accesses } = owned.use(await startClusters({ names, instantPods: true, writesKept: 0 }));
  const host = owned.use(await startHostedProduct(accesses));
  await new Promise((resolve) => setTimeout(resolve, 2000));
  return await host.figures();
}
