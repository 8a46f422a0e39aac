import { giveOrder, requireGoing, stepText } from "../orders/give-order.ts";
import type { RawOptions } from "../options/cluster-options.ts";
import type { Streams } from "../program/command-definition.ts";

export async function run(streams: Streams, [name = ""]: readonly string[], raw: RawOptions): Promise<number> {
  return giveOrder(streams, name, raw, {
    verb: "Pause",
    plan: (view) => {
      requireGoing(view);
      return view.state === "paused" ? undefined : { paused: true };
    },
    said: (view) =>
      view.state === "paused"
        ? `${view.name} on ${view.cluster} is paused already`
        : `paused ${view.name} on ${view.cluster} at ${stepText(view)}: nothing new starts`,
  });
}
