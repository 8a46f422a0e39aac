import type { RolloutView } from "@bellwether/core";
import { durationText } from "../terminal/duration.ts";
import { strokesOf, symbolOf, textOf } from "../terminal/symbols.ts";
import { tableLines } from "../terminal/table.ts";
import type { Terminal } from "../terminal/terminal.ts";
import { deadlineText, reasonText } from "./wait-text.ts";

export interface EventLine {
  /** RFC 3339. */
  readonly time: string;
  readonly type: string;
  readonly reason: string;
  readonly note: string;
}

/** Everything about one rollout on one cluster; empty sections are left out. */
export function descriptionText(
  view: RolloutView,
  events: readonly EventLine[],
  terminal: Terminal,
  now: number,
): readonly string[] {
  const { arrow } = strokesOf(terminal);
  const { source, target } = view.revisions;
  const since = view.waiting === null ? "" : ` ${durationText(now - Date.parse(view.waiting.since))}`;
  const problems = view.pods.byRevision.flatMap((row) => row.problems);
  const rows: readonly (readonly [string, string])[] = [
    [
      "Rollout",
      `${view.name}  ${view.source}  ${view.cluster}/${view.namespace}  ${source === null ? target : `${source} ${arrow} ${target}`}  ${view.strategy}`,
    ],
    [
      "State",
      `${textOf(view.state)}${view.reason === null ? "" : ` ${view.reason}`}${since}${view.waiting === null ? "" : `  ${view.waiting.guard}: ${reasonText(view)}`}`,
    ],
    ["Machine", [view.rollingState, view.batchRollingState].filter((part) => part !== null).join(", ")],
    [
      "Steps",
      view.steps
        .map((step) => `${symbolOf(terminal, step.state)} ${step.pods} ${step.pods === 1 ? "pod" : "pods"}`)
        .join("   "),
    ],
    [
      "Pods",
      view.pods.byRevision.map(({ revision, ready, total }) => `${revision} ${ready}/${total} ready`).join(", "),
    ],
    ["Problems", problems.join("; ")],
    ["Deadline", view.waiting === null ? "" : deadlineText(view.waiting, now)],
    ["Fix", view.waiting?.remedy ?? ""],
    ["You may", view.allowed.join(", ")],
  ];
  return [
    ...tableLines(rows.filter(([, text]) => text !== "")),
    ...(events.length === 0
      ? []
      : [
          "Events",
          ...tableLines(events.map(({ time, reason, note }) => [`  ${time.replace(/\.\d+Z$/, "Z")}`, reason, note])),
        ]),
  ];
}
