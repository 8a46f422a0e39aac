import { beginUpdate, deployFirst, type Draw, drawPlan, type Scenario, tenths } from "./scenario.ts";
import type { WorkloadKind } from "./manifests.ts";

/** The seed's walk-through, S-1 to S-4: five pods of v1, then v2 in batches of one, two and two. */
export function walkthrough(kind: WorkloadKind, rolloutStrategy?: "IncreaseFirst" | "DecreaseFirst"): Scenario {
  return {
    name: `walk-through on ${kind}${rolloutStrategy === undefined ? "" : `, ${rolloutStrategy}`}`,
    shape: { kind, replicas: 5 },
    async play(user) {
      const strategy = rolloutStrategy === undefined ? {} : { rolloutStrategy };
      const batches = [{ replicas: 1 }, { replicas: 2 }, { replicas: 2 }];
      await beginUpdate(user, { ...strategy, rolloutBatches: batches }, tenths);
      await user.untilRest();
      return { end: "succeeded", version: "v2", size: 5 };
    },
  };
}

/** One update, from its first revision to the end. */
export const update: Draw = (chance, { replicas }) => {
  const plan = drawPlan(chance);
  return async (user) => {
    await beginUpdate(user, plan);
    await user.untilRest();
    return { end: "succeeded", version: "v2", size: replicas };
  };
};

/** S-5: waits after a batch until the partition is raised or goes. */
export const stopAtPartition: Draw = (chance, { replicas }) => {
  const plan = drawPlan(chance);
  const last = (plan.rolloutBatches ?? []).length - 1;
  const batchPartition = chance.integer(0, last);
  const stays = chance.happens(0.3) && batchPartition < last;
  const lowers = chance.happens(0.3);
  return async (user) => {
    await beginUpdate(user, { ...plan, batchPartition });
    await user.untilBatch(batchPartition, "batchReady");
    if (stays) return { end: "waiting", version: "v2", batch: batchPartition };
    if (lowers && batchPartition > 0) {
      user.edit({ batchPartition: batchPartition - 1 });
      await user.sleep(5000);
    }
    user.edit({ batchPartition: batchPartition + 1 });
    await user.sleep(chance.integer(0, 6000));
    user.edit({ batchPartition: undefined });
    await user.untilRest();
    return { end: "succeeded", version: "v2", size: replicas };
  };
};

/** Other sizes of the revision that runs. */
export const resize: Draw = (chance) => {
  const sizes = [chance.integer(0, 8), chance.integer(1, 8)] as const;
  const interrupts = chance.happens(0.3);
  return async (user) => {
    await deployFirst(user, tenths);
    for (const targetSize of sizes) {
      user.roll({ target: "v1", plan: { ...tenths, targetSize } });
      if (interrupts) await user.sleep(chance.integer(0, 3000));
      else await user.untilRest();
    }
    await user.untilRest();
    return { end: "succeeded", version: "v1", size: sizes[1] };
  };
};
