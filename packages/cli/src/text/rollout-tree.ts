import type { RolloutView, StepView } from "@bellwether/core";
import { durationText } from "../terminal/duration.ts";
import { tint, widthOf } from "../terminal/palette.ts";
import { podBar, strokesOf, symbolOf, textOf, tintOf } from "../terminal/symbols.ts";
import { tableLines } from "../terminal/table.ts";
import type { Terminal } from "../terminal/terminal.ts";
import { wrapped } from "../terminal/wrap.ts";
import { etaText } from "./eta.ts";
import { deadlineText, reasonText } from "./wait-text.ts";

/** One rollout on one cluster as a tree of its steps. */
export function rolloutTree(view: RolloutView, terminal: Terminal, now: number): readonly string[] {
  return [
    ...headline(view, terminal),
    ...whyLines(view, terminal, now),
    ...stepLines(view, terminal),
    podsLine(view, terminal),
    ...orderLines(view),
  ];
}

function headline(view: RolloutView, terminal: Terminal): readonly string[] {
  const { arrow } = strokesOf(terminal);
  const { source, target } = view.revisions;
  const pods = view.steps.map((step) => step.pods).join("/");
  const place = `${tint(terminal, view.name, "bold")}   ${view.source} ${view.namespace} @ ${view.cluster}`;
  const way = `${source === null ? target : `${source} ${arrow} ${target}`}   ${view.strategy} ${pods}`.trimEnd();
  const line = `${place}   ${way}`;
  return terminal.columns !== undefined && widthOf(line) > terminal.columns ? [place, `  ${way}`] : [line];
}

function whyLines(view: RolloutView, terminal: Terminal, now: number): readonly string[] {
  const since = view.waiting === null ? "" : ` ${durationText(now - Date.parse(view.waiting.since))}`;
  const reason = view.reason === null ? "" : ` ${view.reason}`;
  const word = `${symbolOf(terminal, view.state)} ${tint(terminal, textOf(view.state), ...tintOf(view.state))}${reason}${since}`;
  if (view.waiting === null) return [word];
  const width = terminal.columns === undefined ? undefined : terminal.columns - 17;
  const [first = "", ...rest] = wrapped(`${view.waiting.guard}: ${reasonText(view)}`, width);
  const eta = etaText(view, terminal);
  const deadline = deadlineText(view.waiting, now);
  const below = [...rest, [deadline, eta === "" ? "" : `eta ${eta}`].filter((part) => part !== "").join("     ")];
  const fix = view.waiting.remedy === null ? [] : wrapped(`fix: ${view.waiting.remedy}`, width);
  return [
    `${word}  ${first}`,
    ...[...below, ...fix].filter((line) => line !== "").map((line) => `                 ${line}`),
  ];
}

function stepLines(view: RolloutView, terminal: Terminal): readonly string[] {
  const { tee, corner } = strokesOf(terminal);
  const lines = tableLines(
    view.steps.map((step) => stepRow(step, terminal)),
    "   ",
  );
  return lines.map((line, index) => `${index === lines.length - 1 ? `${corner}${tee.charAt(1)}` : tee} ${line}`);
}

function stepRow(step: StepView, terminal: Terminal): readonly string[] {
  const weight = step.weight === null ? [] : [`${step.weight} %`];
  return [
    `${step.index + 1} ${symbolOf(terminal, step.state)} ${step.name ?? ""}`.trimEnd(),
    ...weight,
    `${step.pods} ${step.pods === 1 ? "pod" : "pods"}`,
  ];
}

function podsLine(view: RolloutView, terminal: Terminal): string {
  const rows = view.pods.byRevision.map(({ revision, role, ready, total }) =>
    `${revision} ${role === "target" ? "target" : "stable"} ${podBar(terminal, ready, total)} ${ready}/${total}`.replaceAll(
      "  ",
      " ",
    ),
  );
  return `pods  ${rows.join("    ")}`;
}

function orderLines(view: RolloutView): readonly string[] {
  return view.allowed.length === 0 ? [] : [`can   ${view.allowed.join(", ")}`];
}
