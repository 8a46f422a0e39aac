import {
  asksAnew,
  keyOf,
  RolloutError,
  type KubeObject,
  type RecordedRollout,
  type RolloutSource,
} from "@bellwether/core";
import { officialPlugins } from "../compose/official-plugins.ts";
import { systemClock } from "@bellwether/host/system-clock";
import { parseNumber } from "../options/number.ts";
import { terminalOptionsOf, type RawOptions } from "../options/cluster-options.ts";
import type { Streams } from "../program/command-definition.ts";
import { openReader, type ClusterReader } from "../read/cluster-reader.ts";
import { findRollouts } from "../read/find-rollouts.ts";
import { makePlan, type PlanView } from "../read/make-plan.ts";
import { offlineLink } from "../read/offline-link.ts";
import { readManifests } from "../read/read-manifests.ts";
import { liveWorkload } from "../read/read-rollout.ts";
import { terminalOf } from "../terminal/terminal.ts";
import { planText } from "../text/plan-text.ts";

const refused = 5;

export async function run(streams: Streams, [name]: readonly string[], raw: RawOptions): Promise<number> {
  const plans = await plansOf(streams, name, raw);
  const terminal = terminalOf(streams.stdout, streams.env, terminalOptionsOf(raw));
  for (const plan of plans) {
    streams.stdout.write(
      raw["output"] === "json" ? `${JSON.stringify(plan)}\n` : `${planText(plan, terminal).join("\n")}\n`,
    );
  }
  return plans.some(({ refusals }) => refusals.length > 0) ? refused : 0;
}

async function plansOf(streams: Streams, name: string | undefined, raw: RawOptions): Promise<readonly PlanView[]> {
  const file = raw["filename"] as string | undefined;
  if (file === undefined) {
    if (name === undefined)
      throw new RolloutError("USAGE_WRONG", "plan needs the name of a rollout or a file", {
        remedy: "bellwether plan NAME, or bellwether plan -f FILE",
      });
    return livePlans(streams, name, raw, undefined);
  }
  const objects = await readManifests(file);
  const offline = await openReader(offlineLink, officialPlugins(), systemClock);
  const rollouts = objects.filter(({ kind }) => offline.sources.has(kind));
  if (rollouts.length === 0)
    throw new RolloutError("USAGE_WRONG", `${file} holds no rollout`, {
      remedy: `kinds of rollouts are ${[...offline.sources.keys()].join(", ")}`,
    });
  const plans = await Promise.all(
    rollouts.map(async (object) => {
      const recorded = sourceOf(offline, object).read(object);
      const size = raw["size"] === undefined ? recorded.plan.targetSize : parseNumber(raw["size"], "--size", 0);
      if (size === undefined) return livePlans(streams, keyOf(object).name, raw, object);
      return [offlinePlan(offline, object, recorded, size)];
    }),
  );
  return plans.flat();
}

/** Without a cluster a workload counts as one object, and a scale starts from nothing. */
function offlinePlan(reader: ClusterReader, object: KubeObject, recorded: RecordedRollout, size: number): PlanView {
  const original = recorded.source === "" ? 0 : size;
  return makePlan({
    object,
    recorded,
    cluster: null,
    size,
    original,
    placement: "inPlace",
    strategies: reader.strategies,
  });
}

/** For the rollouts of that name as they are, or as `edited` would make them. */
async function livePlans(
  streams: Streams,
  name: string,
  raw: RawOptions,
  edited: KubeObject | undefined,
): Promise<readonly PlanView[]> {
  await using rollouts = await findRollouts(streams, name, raw);
  return await Promise.all(
    rollouts.found.map(async ({ reader, view }) => {
      const source = [...reader.sources.values()].find(({ type }) => type.kind === view.source) as RolloutSource;
      const live = await reader.link.client.get(source.type, { namespace: view.namespace, name: view.name });
      const recorded = source.read(edited ?? live);
      const { adapter, workload } = await liveWorkload(reader, live, source.read(live), new AbortController().signal);
      const scale = recorded.source === "";
      const size = recorded.plan.targetSize ?? (scale ? view.pods.size : workload?.size) ?? view.pods.size;
      if (size === null) {
        throw new RolloutError(
          "USAGE_WRONG",
          `the size of ${name} on ${view.cluster} is not known before its first pass`,
          { remedy: "give --size N" },
        );
      }
      const original = scale ? (begunAt(source.read(live), recorded) ?? workload?.target.asked ?? 0) : size;
      return makePlan({
        object: edited ?? live,
        recorded,
        cluster: view.cluster,
        size,
        original,
        placement: adapter?.placement ?? "inPlace",
        strategies: reader.strategies,
      });
    }),
  );
}

/** Pods before a scale that has begun, while the order is still the same. */
function begunAt({ status }: RecordedRollout, { target, source, plan }: RecordedRollout): number | undefined {
  if (status === undefined || status.state.originalSize < 0) return undefined;
  return asksAnew(status.state, { target, source, targetSize: plan.targetSize })
    ? undefined
    : status.state.originalSize;
}

function sourceOf(reader: ClusterReader, { kind }: KubeObject): RolloutSource {
  return reader.sources.get(kind) as RolloutSource;
}
