import type { RolloutView } from "@bellwether/core";
import { textOf } from "../terminal/symbols.ts";
import { reasonText } from "./wait-text.ts";

/** One change as one line, for pipes and logs. */
export function rolloutLine(view: RolloutView, now: number): string {
  const target = view.pods.byRevision.find(({ role }) => role === "target");
  const why = view.waiting === null ? (view.reason ?? "") : `${view.waiting.guard} ${JSON.stringify(reasonText(view))}`;
  return [
    new Date(now).toISOString().replace(/\.\d+Z$/, "Z"),
    view.cluster,
    `${view.namespace}/${view.name}`,
    textOf(view.state),
    `step=${Math.min(view.step.index + 1, view.step.of)}/${view.step.of}`,
    `pods=${target?.ready ?? "?"}/${target?.wanted ?? "?"}`,
    why,
  ]
    .join(" ")
    .trimEnd();
}

/** What must differ for another line to be worth printing. */
export function lineKey(view: RolloutView): string {
  const target = view.pods.byRevision.find(({ role }) => role === "target");
  return JSON.stringify([
    view.state,
    view.step,
    target?.ready,
    target?.wanted,
    view.waiting?.guard,
    view.waiting?.code,
    view.reason,
  ]);
}
