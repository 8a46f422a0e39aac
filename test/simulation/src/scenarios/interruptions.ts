import type { Plan } from "../world/goals.ts";
import { beginUpdate, type Draw, drawPlan, inMidFlight } from "./scenario.ts";

/** Paused in the middle of it for a while, then resumed. */
export const pauseAndResume: Draw = (chance, { replicas }) => {
  const plan = drawPlan(chance);
  return async (user) => {
    await beginUpdate(user, plan);
    await user.sleep(inMidFlight(chance));
    user.edit({ paused: true });
    await user.quiet();
    user.edit({ paused: undefined });
    await user.untilRest();
    return { end: "succeeded", version: "v2", size: replicas };
  };
};

/** The rollout object is deleted in the middle of it, and sometimes made again: a pair must then be told its size. */
export const deletion: Draw = (chance, { kind, replicas }) => {
  const plan = drawPlan(chance);
  const goesOn = chance.happens(0.5);
  return async (user) => {
    await beginUpdate(user, plan);
    await user.sleep(inMidFlight(chance));
    user.remove();
    await user.untilGone();
    if (!goesOn || user.rollout !== undefined || !user.hasWorkloadOf("v1")) return { end: "deleted" };
    await user.sleep(chance.integer(0, 3000));
    user.roll({
      source: "v1",
      target: "v2",
      plan: { ...plan, ...(kind === "Deployment" ? { targetSize: replicas } : {}) },
    });
    await user.untilRest();
    return { end: "succeeded", version: "v2", size: replicas };
  };
};

/** A plan that cannot be, before or while it runs, and then one that can. */
export const wrongPlan: Draw = (chance, { replicas }) => {
  const plan = drawPlan(chance);
  const wrong = chance.pick<Plan>([
    { rolloutBatches: [{ replicas: 7 }, { replicas: 99 }] },
    { rolloutBatches: [] },
    { rolloutBatches: [{ replicas: "100%" }, { replicas: "half" }] },
  ]);
  const isLate = chance.happens(0.5);
  return async (user) => {
    await beginUpdate(user, isLate ? plan : { ...plan, ...wrong });
    await user.sleep(inMidFlight(chance));
    if (isLate) user.edit(wrong);
    await user.sleep(chance.integer(100, 10_000));
    user.edit(plan);
    await user.untilRest();
    return { end: "succeeded", version: "v2", size: replicas };
  };
};
