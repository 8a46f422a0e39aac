import type { Benchmark } from "../benchmark.ts";
import { linkTo, startCluster } from "../cluster/clusters.ts";
import { installDefinitions } from "../contenders/application.ts";
import { type Contender, product, rawScript } from "../contenders/contender.ts";
import { startProduct } from "../contenders/product.ts";
import { Reactions, reactionSize as size } from "../contenders/reactions.ts";
import { timedClient } from "../contenders/timed-client.ts";
import { quantile, rounded } from "../report/statistics.ts";
import type { Cell } from "../report/table.ts";

const kind = "CloneSet";
const repetitions = 7;

export const reaction: Benchmark = {
  name: "reaction",
  title: "from the event that shows a batch ready to the next write sent",
  async run() {
    await using owned = new AsyncDisposableStack();
    const { access } = owned.use(await startCluster({ instantPods: true, writesKept: 0 }));
    const { client } = owned.use(linkTo(access));
    await installDefinitions(client);
    const [ofScript, ofProduct] = [new Reactions(), new Reactions()];
    owned.use(await startProduct([access], { wrap: (one) => timedClient(one, ofProduct) }));
    const scripted = owned.use(linkTo(access, (one) => timedClient(one, ofScript)));
    const contenders: readonly [Contender, Reactions][] = [
      [owned.use(await rawScript(scripted.client, { kind, size })), ofScript],
      [owned.use(await product(client, { kind, size })), ofProduct],
    ];
    for (let repetition = 0; repetition < repetitions; repetition += 1) {
      for (const [contender, reactions] of contenders) {
        await contender.prepare();
        await contender.roll();
        reactions.rest();
      }
    }
    return [
      {
        title: `${repetitions} rollouts of a CloneSet in ${size} batches of one pod, pods ready at once`,
        headings: ["", "p50, ms", "p99, ms", "samples"],
        rows: [
          row("raw script: ready → next move sent", ofScript.toMove),
          row("bellwether: ready → next write sent (the state)", ofProduct.toWrite),
          row("bellwether: ready → next move sent", ofProduct.toMove),
        ],
      },
    ];
  },
};

function row(name: string, samples: readonly number[]): readonly Cell[] {
  return [name, rounded(quantile(samples, 0.5), 2), rounded(quantile(samples, 0.99), 2), samples.length];
}
