import type { Chance } from "../time/chance.ts";
import type { Batch, Plan } from "../world/goals.ts";
import type { Expectation } from "./expectation.ts";
import type { AppShape } from "./manifests.ts";
import type { User } from "./user.ts";

/** What a user does on one cluster, and how that must end. */
export interface Scenario {
  readonly name: string;
  readonly shape: AppShape;
  play(user: User): Promise<Expectation>;
}

/** A family of scenarios: sizes, batches and moments are drawn from the seed. */
export type Draw = (chance: Chance, shape: AppShape) => Scenario["play"];

export const tenths: Plan = { rolloutBatches: [{ replicas: "10%" }, { replicas: "40%" }, { replicas: "50%" }] };

/** One to four batches that add up. */
function drawBatches(chance: Chance): readonly Batch[] {
  const count = chance.integer(1, 4);
  const cuts = Array.from({ length: count - 1 }, () => chance.integer(0, 100)).sort((a, b) => a - b);
  const shares = [...cuts, 100].map((cut, index) => cut - (cuts[index - 1] ?? 0));
  return shares.map((share, index) => {
    const isLast = index === count - 1;
    if (isLast && chance.happens(0.3)) return {};
    return { replicas: `${share}%`, ...(chance.happens(0.15) ? { maxUnavailable: 1 } : {}) };
  });
}

export function drawPlan(chance: Chance): Plan {
  return {
    ...(chance.happens(0.4)
      ? { rolloutStrategy: chance.pick<"IncreaseFirst" | "DecreaseFirst">(["IncreaseFirst", "DecreaseFirst"]) }
      : {}),
    rolloutBatches: drawBatches(chance),
  };
}

/** Some time before a rollout of these few pods is over, mostly. */
export function inMidFlight(chance: Chance): number {
  return chance.pick([chance.integer(0, 300), chance.integer(0, 2000), chance.integer(0, 8000)]);
}

const atOnce: Plan = { rolloutBatches: [{ replicas: "100%" }] };

/** The first revision, all its pods there. */
export async function deployFirst(user: User, plan: Plan = atOnce): Promise<void> {
  await user.release("v1");
  user.roll({ target: "v1", plan });
  await user.untilRest();
}

/** A second revision on its way. */
export async function beginUpdate(user: User, plan: Plan, first?: Plan): Promise<void> {
  await deployFirst(user, first);
  await user.until(() => user.hasWorkloadOf("v1"));
  await user.release("v2");
  user.roll({ source: "v1", target: "v2", plan });
}
