import type { RolloutView } from "@bellwether/core";
import { durationText, stopwatchText } from "../terminal/duration.ts";
import { tint } from "../terminal/palette.ts";
import { podBar, strokesOf, symbolOf, textOf, tintOf } from "../terminal/symbols.ts";
import { tableLines } from "../terminal/table.ts";
import type { Terminal } from "../terminal/terminal.ts";
import { wrapped } from "../terminal/wrap.ts";
import { etaText } from "./eta.ts";
import { shortNames } from "./short-names.ts";
import { deadlineText, reasonText } from "./wait-text.ts";

/** One rollout on several clusters: a row a cluster, and under each row that does not move the reason. */
export function rolloutTable(
  views: readonly RolloutView[],
  terminal: Terminal,
  now: number,
  runningMs?: number,
): readonly string[] {
  const [first] = views;
  if (first === undefined) return [];
  const rows = [
    ["CLUSTER", "STATE", "BATCH", "PODS", "SINCE", "ETA"],
    ...views.map((view) => [
      view.cluster,
      tint(terminal, textOf(view.state), ...tintOf(view.state)),
      view.step.of === 0 ? "-" : `${Math.min(view.step.index + 1, view.step.of)}/${view.step.of}`,
      podsText(view, terminal),
      sinceText(view, now),
      etaText(view, terminal),
    ]),
  ];
  const [header = "", ...lines] = tableLines(rows);
  return [
    headline(first, terminal, runningMs),
    `  ${tint(terminal, header, "dim")}`,
    ...views.flatMap((view, index) => [
      `${symbolOf(terminal, view.state)} ${lines[index] ?? ""}`,
      ...reasonLines(view, terminal, now),
    ]),
  ];
}

function headline(view: RolloutView, terminal: Terminal, runningMs: number | undefined): string {
  const { arrow } = strokesOf(terminal);
  const { source, target } = view.revisions;
  const revisions = source === null ? target : `${source} ${arrow} ${target}`;
  const time = runningMs === undefined ? "" : `     ${stopwatchText(runningMs)}`;
  return `${tint(terminal, view.name, "bold")}   ${view.source} ${view.namespace}   ${revisions}${time}`;
}

function podsText(view: RolloutView, terminal: Terminal): string {
  const short = shortNames([view.revisions.source ?? view.revisions.target, view.revisions.target]);
  return view.pods.byRevision
    .map(
      (row) =>
        `${short.get(row.revision) ?? row.revision} ${podBar(terminal, row.ready, row.total)} ${row.ready}/${row.total}`,
    )
    .join("   ");
}

function sinceText(view: RolloutView, now: number): string {
  return view.waiting === null ? "" : durationText(now - Date.parse(view.waiting.since));
}

function reasonLines(view: RolloutView, terminal: Terminal, now: number): readonly string[] {
  if (view.waiting === null || view.state === "moving" || view.state === "succeeded") return [];
  const deadline = deadlineText(view.waiting, now);
  const remedy = view.waiting.remedy === null ? "" : ` Fix: ${view.waiting.remedy}`;
  const sentence = `${view.waiting.guard}: ${reasonText(view)}${deadline === "" ? "" : `. ${capitalized(deadline)}`}.${remedy}`;
  const width = terminal.columns === undefined ? undefined : terminal.columns - 4;
  const { corner } = strokesOf(terminal);
  return wrapped(sentence, width).map((line, index) => (index === 0 ? `  ${corner} ${line}` : `    ${line}`));
}

function capitalized(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
