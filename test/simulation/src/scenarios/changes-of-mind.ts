import { beginUpdate, deployFirst, type Draw, drawPlan, inMidFlight } from "./scenario.ts";

/** Back to the first revision, in the middle or after the end. A pair waits for a source that is not there. */
export const swap: Draw = (chance, { replicas }) => {
  const plan = drawPlan(chance);
  const isLate = chance.happens(0.4);
  return async (user) => {
    await beginUpdate(user, plan);
    if (isLate) await user.untilRest();
    else await user.sleep(inMidFlight(chance));
    await user.until(() => user.hasWorkloadOf("v2"));
    user.roll({ source: "v2", target: "v1", plan });
    await user.untilRest();
    return { end: "succeeded", version: "v1", size: replicas };
  };
};

/** A third revision while the second one is on its way. */
export const thirdRevision: Draw = (chance, { replicas }) => {
  const plan = drawPlan(chance);
  return async (user) => {
    await beginUpdate(user, plan);
    await user.sleep(inMidFlight(chance));
    await user.release("v3");
    user.roll({ source: "v2", target: "v3", plan });
    await user.untilRest();
    return { end: "succeeded", version: "v3", size: replicas };
  };
};

/** An image that cannot be pulled: the rollout stays in its first batch, until somebody turns back or goes round it. */
export const brokenImage: Draw = (chance, { kind, replicas }) => {
  const plan = { ...drawPlan(chance), rolloutBatches: [{ replicas: "50%" }, { replicas: "50%" }] };
  const next = kind === "Deployment" ? "v1" : chance.pick<"v1" | "v3">(["v1", "v3"]);
  return async (user) => {
    await deployFirst(user);
    await user.release("broken");
    user.roll({ source: "v1", target: "broken", plan });
    await user.sleep(chance.integer(1000, 20_000));
    await user.until(() => user.hasWorkloadOf("broken"));
    if (next === "v3") await user.release("v3");
    user.roll({ source: "broken", target: next, plan });
    await user.untilRest();
    return { end: "succeeded", version: next, size: replicas };
  };
};
