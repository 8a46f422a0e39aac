import { giveOrder } from "../orders/give-order.ts";
import type { RawOptions } from "../options/cluster-options.ts";
import type { Streams } from "../program/command-definition.ts";
import { systemClock } from "@bellwether/host/system-clock";
import { durationText } from "../terminal/duration.ts";

export async function run(streams: Streams, [name = ""]: readonly string[], raw: RawOptions): Promise<number> {
  return giveOrder(streams, name, raw, {
    verb: "Resume",
    plan: () => ({ paused: null }),
    said: (view) => {
      const since =
        view.state === "paused" && view.waiting !== null
          ? `, paused for ${durationText(systemClock.now() - Date.parse(view.waiting.since))}`
          : "";
      return `resumed ${view.name} on ${view.cluster}${since}`;
    },
  });
}
