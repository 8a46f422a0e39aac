import type { RolloutView } from "@bellwether/core";
import { durationText } from "../terminal/duration.ts";
import { tint } from "../terminal/palette.ts";
import { symbolOf, textOf, tintOf } from "../terminal/symbols.ts";
import { tableLines } from "../terminal/table.ts";
import type { Terminal } from "../terminal/terminal.ts";

export interface SilentCluster {
  readonly name: string;
  readonly error: string;
}

export interface ListColumns {
  readonly cluster: boolean;
  readonly namespace: boolean;
  readonly headers: boolean;
  /** Rolling and batch state, source and strategy too. */
  readonly wide: boolean;
  readonly labels: boolean;
}

const header = ["CLUSTER", "NAMESPACE", "NAME", "STATE", "STEP", "PODS", "TARGET", "WAITING FOR", "SINCE"];
const wideHeader = ["SOURCE", "STRATEGY", "ROLLING-STATE", "BATCH-STATE"];

/** Many rollouts, a row each; a cluster that did not answer is a row of question marks. */
export function rolloutList(
  views: readonly RolloutView[],
  silent: readonly SilentCluster[],
  columns: ListColumns,
  terminal: Terminal,
  now: number,
): readonly string[] {
  const rows = [
    ...(columns.headers
      ? [[...header, ...(columns.wide ? wideHeader : []), ...(columns.labels ? ["LABELS"] : [])]]
      : []),
    ...views.map((view) => [
      ...row(view, terminal, now),
      ...(columns.wide ? wideCells(view) : []),
      ...(columns.labels ? [labelsText(view)] : []),
    ]),
    ...silent.map(({ name }) => [
      name,
      "?",
      "?",
      `${symbolOf(terminal, "unknown")} unknown`,
      "?",
      "?",
      "?",
      "ClusterReachable",
      "?",
    ]),
  ];
  const shown = (_: string, index: number): boolean =>
    (index !== 0 || columns.cluster) && (index !== 1 || columns.namespace);
  return [
    ...tableLines(rows.map((cells) => cells.filter(shown))),
    ...silent.map(({ name, error }) => `${name} did not answer: ${error}. What it holds is unknown. (exit code 7)`),
  ];
}

function wideCells({ revisions, strategy, rollingState, batchRollingState }: RolloutView): readonly string[] {
  return [revisions.source ?? "-", strategy, rollingState, batchRollingState ?? "-"];
}

function labelsText({ labels }: RolloutView): string {
  const pairs = Object.entries(labels).map(([name, value]) => `${name}=${value}`);
  return pairs.length === 0 ? "<none>" : pairs.join(",");
}

function row(view: RolloutView, terminal: Terminal, now: number): readonly string[] {
  const target = view.pods.byRevision.find(({ role }) => role === "target");
  const since = view.waiting?.since ?? view.createdAt;
  return [
    view.cluster,
    view.namespace,
    view.name,
    `${symbolOf(terminal, view.state)} ${tint(terminal, textOf(view.state), ...tintOf(view.state))}`,
    view.step.of === 0 ? "-" : `${Math.min(view.step.index + 1, view.step.of)}/${view.step.of}`,
    target === undefined ? "?" : `${target.ready}/${target.wanted}`,
    view.revisions.target,
    view.waiting === null ? "-" : view.waiting.guard,
    since === null ? "" : durationText(now - Date.parse(since)),
  ];
}
