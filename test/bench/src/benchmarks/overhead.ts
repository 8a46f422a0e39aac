import type { Benchmark } from "../benchmark.ts";
import { linkTo, startCluster } from "../cluster/clusters.ts";
import { installDefinitions, type WorkloadKind } from "../contenders/application.ts";
import { type Contender, product, rawScript } from "../contenders/contender.ts";
import { startProduct } from "../contenders/product.ts";
import { median, rounded, spread } from "../report/statistics.ts";
import type { Cell, Table } from "../report/table.ts";

const size = 10;

export const overhead: Benchmark = {
  name: "overhead",
  title: "wall time of a 10-batch rollout, as a multiple of a raw script's",
  async run() {
    return [
      await compare("pods ready after 1 s, the embedded kubelet's default", { instantPods: false, repetitions: 2 }),
      await compare("pods ready at once", { instantPods: true, repetitions: 15 }),
    ];
  },
};

interface Comparison {
  readonly instantPods: boolean;
  readonly repetitions: number;
}

async function compare(title: string, { instantPods, repetitions }: Comparison): Promise<Table> {
  await using owned = new AsyncDisposableStack();
  const { access } = owned.use(await startCluster({ instantPods, writesKept: 0 }));
  const { client } = owned.use(linkTo(access));
  await installDefinitions(client);
  owned.use(await startProduct([access]));

  const measure = async (kind: WorkloadKind): Promise<readonly Cell[]> => {
    const script = owned.use(await rawScript(owned.use(linkTo(access)).client, { kind, size }));
    const rolled = owned.use(await product(client, { kind, size }));
    const times: { readonly raw: number; readonly product: number }[] = [];
    for (let repetition = 0; repetition < repetitions; repetition += 1)
      times.push({ raw: await timed(script), product: await timed(rolled) });
    const ratios = times.map((time) => time.product / time.raw);
    return [
      kind,
      rounded(median(times.map((time) => time.raw)), 0),
      rounded(median(times.map((time) => time.product)), 0),
      rounded(median(ratios), 3),
      spread(ratios, 3),
      repetitions,
    ];
  };
  // Who waits for pods needs no processor: then both kinds are measured at the same time.
  const rows = instantPods
    ? [await measure("CloneSet"), await measure("Deployment")]
    : await Promise.all([measure("CloneSet"), measure("Deployment")]);
  return {
    title: `10 batches of one pod, ${title}`,
    headings: ["workload", "raw script, ms", "bellwether, ms", "ratio", "spread", "repetitions"],
    rows,
  };
}

/** Milliseconds of one rollout. */
async function timed(contender: Contender): Promise<number> {
  await contender.prepare();
  const started = performance.now();
  await contender.roll();
  return performance.now() - started;
}
