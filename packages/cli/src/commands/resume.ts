import { giveOrder } from "../orders/give-order.ts";
import type { RawOptions } from "../options/cluster-options.ts";
import type { Streams } from "../program/command-definition.ts";
import { systemClock } from "@bellwether/host/system-clock";
import { durationText } from "../terminal/duration.ts";

export async function run(streams: Streams, [name = ""]: readonly string[], raw: RawOptions): Promise<number> {
  return giveOrder(streams, name, raw, {
    verb: "Resume",
    plan: (view) => (view.state === "paused" ? { paused: null } : undefined),
    said: (view) => {
      if (view.state !== "paused") return `${view.name} on ${view.cluster} is not paused`;
      const since =
        view.waiting === null ? "" : `, paused for ${durationText(systemClock.now() - Date.parse(view.waiting.since))}`;
      return `resumed ${view.name} on ${view.cluster}${since}`;
    },
  });
}
