import type { KubeObject, ResourceType, RolloutView } from "@bellwether/core";
import { systemClock } from "@bellwether/host/system-clock";
import { parseNumber } from "../options/number.ts";
import { terminalOptionsOf, type RawOptions } from "../options/cluster-options.ts";
import type { Streams } from "../program/command-definition.ts";
import { findRollouts, type FoundRollout } from "../read/find-rollouts.ts";
import { terminalOf } from "../terminal/terminal.ts";
import { objectText } from "../text/object-text.ts";
import { descriptionText, type EventLine } from "../text/description-text.ts";

const eventType: ResourceType = {
  group: "events.k8s.io",
  version: "v1",
  kind: "Event",
  plural: "events",
  namespaced: true,
};
const partial = 7;

export async function run(streams: Streams, [name = ""]: readonly string[], raw: RawOptions): Promise<number> {
  await using rollouts = await findRollouts(streams, name, raw);
  const limit = parseNumber(raw["events"], "--events", 0);
  const terminal = terminalOf(streams.stdout, streams.env, terminalOptionsOf(raw));
  const described = await Promise.all(
    rollouts.found.map(async (found) => ({ view: found.view, events: await eventsOf(found, limit) })),
  );
  for (const [index, { view, events }] of described.entries()) {
    streams.stdout.write(
      `${index > 0 && raw["output"] === undefined ? "\n" : ""}${textFor(raw, view, events, () => descriptionText(view, events, terminal, systemClock.now()))}\n`,
    );
  }
  for (const { name: cluster, error } of rollouts.silent)
    streams.stderr.write(`${cluster} did not answer: ${error}. What it holds is unknown.\n`);
  return rollouts.silent.length > 0 ? partial : 0;
}

function textFor(
  raw: RawOptions,
  view: RolloutView,
  events: readonly EventLine[],
  human: () => readonly string[],
): string {
  return objectText(raw["output"], { ...view, events })?.trimEnd() ?? human().join("\n");
}

async function eventsOf({ reader, view }: FoundRollout, limit: number): Promise<readonly EventLine[]> {
  const { items } = await reader.link.client.list(eventType, {
    namespace: view.namespace,
    fieldSelector: `regarding.name=${view.name}`,
  });
  return items
    .map(eventLine)
    .toSorted((a, b) => a.time.localeCompare(b.time))
    .slice(-limit);
}

function eventLine(event: KubeObject): EventLine {
  const text = (field: string): string => (typeof event[field] === "string" ? event[field] : "");
  return {
    time: text("eventTime") || (event.metadata.creationTimestamp ?? ""),
    type: text("type"),
    reason: text("reason"),
    note: text("note"),
  };
}
