import { RolloutError, type RolloutView } from "@bellwether/core";
import { giveOrder } from "../orders/give-order.ts";
import type { RawOptions } from "../options/cluster-options.ts";
import { parseNumber } from "../options/number.ts";
import type { Streams } from "../program/command-definition.ts";

export async function run(streams: Streams, [name = ""]: readonly string[], raw: RawOptions): Promise<number> {
  const step = raw["step"] === undefined ? undefined : parseNumber(raw["step"], "--step", 1);
  return giveOrder(streams, name, raw, {
    verb: "Approve",
    plan: (view) => {
      requireStep(view, step);
      const next = view.step.index + 1;
      return { batchPartition: next >= view.step.of - 1 ? null : next };
    },
    said: (view) =>
      `approved ${view.name} on ${view.cluster} step ${view.step.index + 1}, revision ${view.revisions.target}`,
  });
}

function requireStep(view: RolloutView, step: number | undefined): void {
  const object = `${view.source} ${view.namespace}/${view.name} on ${view.cluster}`;
  if (step !== undefined && step !== view.step.index + 1) {
    throw new RolloutError(
      "COMMAND_STEP_PASSED",
      `it is at step ${view.step.index + 1}, the approval is for step ${step}`,
      { object },
    );
  }
  if (view.waiting?.guard === "PartitionRaised") return;
  throw new RolloutError("COMMAND_NOT_NOW", `it does not wait for approval: ${view.waiting?.guard ?? view.state}`, {
    object,
  });
}
