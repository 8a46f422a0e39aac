import { definePlugin, strategy, type RolloutPlugin } from "@bellwether/core";
import { createBatchStrategy } from "./batch-strategy.ts";

/** IncreaseFirst and DecreaseFirst: a few pods first, then batch after batch. */
export function batchStrategies(): RolloutPlugin {
  return definePlugin({
    name: "@bellwether/strategy-batch",
    version: "0.1.0",
    contributions: [
      strategy.implement("IncreaseFirst", {
        scope: "host",
        create: () => createBatchStrategy({ lowerFirst: false }),
      }),
      strategy.implement("DecreaseFirst", {
        scope: "host",
        create: () => createBatchStrategy({ lowerFirst: true }),
      }),
    ],
  });
}
