import { mergePatchOn, RolloutError, type RolloutView } from "@bellwether/core";
import type { RawOptions } from "../options/cluster-options.ts";
import type { Streams } from "../program/command-definition.ts";
import { findRollouts, type FoundRollout } from "../read/find-rollouts.ts";
import { symbolOf } from "../terminal/symbols.ts";
import { terminalOf } from "../terminal/terminal.ts";
import { terminalOptionsOf } from "../options/cluster-options.ts";
import { type CommandWriteOptions, writeOptionsOf } from "../options/write-options.ts";

/** An order in declarative form: what to change in the plan, and what to say when it is done. */
export interface Order {
  readonly verb: string;
  /** Throws when the order does not fit the state. Undefined: nothing to change. */
  plan(view: RolloutView): Readonly<Record<string, unknown>> | undefined;
  /** Past tense. */
  said(view: RolloutView): string;
}

const partial = 7;

/** Gives an order to the rollout of one name on every chosen cluster that has it. */
export async function giveOrder(streams: Streams, name: string, raw: RawOptions, order: Order): Promise<number> {
  await using rollouts = await findRollouts(streams, name, raw);
  const write = writeOptionsOf(raw);
  const patches = rollouts.found.map((found) => ({ found, patch: order.plan(found.view) }));
  for (const { found, patch } of patches) {
    if (patch !== undefined && write.dryRun !== "client") await send(found, patch, write);
    report(streams, raw, order, found.view, patch);
  }
  for (const { name: cluster, error } of rollouts.silent)
    streams.stderr.write(`${cluster} did not answer: ${error}. Nothing was ordered there.\n`);
  return rollouts.silent.length > 0 ? partial : 0;
}

async function send(
  { reader, view }: FoundRollout,
  rolloutPlan: Readonly<Record<string, unknown>>,
  { dryRun, fieldManager }: CommandWriteOptions,
): Promise<void> {
  const source = [...reader.sources.values()].find(({ type }) => type.kind === view.source);
  if (source === undefined) throw new RolloutError("INTERNAL_UNEXPECTED", `no reader for ${view.source}`);
  const key = { namespace: view.namespace, name: view.name };
  const object = await reader.link.client.get(source.type, key);
  await reader.link.client.patch(source.type, key, mergePatchOn(object, { spec: { rolloutPlan } }), {
    fieldManager,
    dryRun: dryRun === "server",
  });
}

function report(
  streams: Streams,
  raw: RawOptions,
  order: Order,
  view: RolloutView,
  patch: Readonly<Record<string, unknown>> | undefined,
): void {
  const { dryRun } = writeOptionsOf(raw);
  if (raw["output"] === "json") {
    const result = {
      apiVersion: "cli.bellwether.dev/v1",
      kind: "CommandResult",
      cluster: view.cluster,
      name: view.name,
      verb: order.verb,
      accepted: true,
      changed: patch !== undefined && dryRun === "none",
      patch: patch ?? null,
    };
    streams.stdout.write(`${JSON.stringify(result)}\n`);
    return;
  }
  const terminal = terminalOf(streams.stdout, streams.env, terminalOptionsOf(raw));
  const body = JSON.stringify({ spec: { rolloutPlan: patch ?? {} } });
  const suffix =
    dryRun === "none" ? "" : ` (${dryRun} dry run: ${dryRun === "client" ? "would send" : "sent"} ${body})`;
  streams.stdout.write(`${symbolOf(terminal, "succeeded")} ${order.said(view)}${suffix}\n`);
}

/** Throws COMMAND_NOT_NOW for a rollout that has ended. */
export function requireGoing(view: RolloutView): void {
  if (view.state !== "succeeded" && view.state !== "failed") return;
  const object = `${view.source} ${view.namespace}/${view.name} on ${view.cluster}`;
  throw new RolloutError("COMMAND_NOT_NOW", `it has ended: ${view.state}`, { object });
}

/** `step 2/4`, as people count. */
export function stepText({ step }: RolloutView): string {
  return `step ${Math.min(step.index + 1, Math.max(step.of, 1))}/${step.of}`;
}
