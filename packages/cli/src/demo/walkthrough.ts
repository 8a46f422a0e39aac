import { RolloutError, type Clock, type ClusterLink, type RolloutView } from "@bellwether/core";
import { namesText } from "../embedded/cluster-names.ts";
import { strokesOf, symbolOf } from "../terminal/symbols.ts";
import type { Terminal } from "../terminal/terminal.ts";
import type { ClusterReader } from "../read/cluster-reader.ts";
import { RolloutFeed } from "../read/rollout-feed.ts";
import { BatchRecord } from "./batch-record.ts";
import type { DemoResult, DemoRun } from "./demo-result.ts";
import type { DemoScreen } from "./demo-screen.ts";
import { applyManifest, definition, oamType, rounds, type Round } from "./walkthrough-objects.ts";

interface Stage {
  readonly readers: readonly ClusterReader[];
  readonly screen: DemoScreen;
  readonly terminal: Terminal;
  readonly clock: Clock;
}

/** The KubeVela progressive-rollout walk-through, as a person with kubectl would do it on every cluster. */
export async function walkThrough(stage: Stage, signal: AbortSignal): Promise<DemoResult> {
  const links = stage.readers.map(({ link }) => link);
  const runs = new Map<string, DemoRun[]>(links.map(({ name }) => [name, []]));
  const { arrow } = strokesOf(stage.terminal);

  await onEach(links, async (link) => applyManifest(link, definition));
  for (const [index, round] of rounds.entries()) {
    await onEach(links, async (link) => applyManifest(link, round.application));
    await onEach(links, async (link) => revisionExists(link, round.revision, signal));
    stage.screen.say(
      index === 0
        ? `applied ComponentDefinition clonesetservice, Application test-rolling: revision ${round.revision}, no workload yet`
        : `image ${imageTag(rounds[index - 1])} ${arrow} ${imageTag(round)}: revision ${round.revision} exists; running pods unchanged`,
    );
    for (const [name, run] of await rollOut(stage, round, signal)) runs.get(name)?.push(run);
  }
  return { kind: "DemoResult", clusters: links.map(({ name }) => ({ name, rollouts: runs.get(name) ?? [] })) };
}

async function rollOut(stage: Stage, round: Round, signal: AbortSignal): Promise<ReadonlyMap<string, DemoRun>> {
  const { readers, screen, clock } = stage;
  const name = round.rollout.metadata.name ?? "";
  using records = new DisposableStack();
  const batches = new Map(readers.map(({ link }) => [link.name, records.use(new BatchRecord(link))]));
  await onEach(readers, async ({ link }) => applyManifest(link, round.rollout));
  screen.say(`applied AppRollout ${name}, ${planText(round, stage.terminal)}`);

  const started = clock.now();
  await using feed = new RolloutFeed(
    readers.map((reader) => ({ reader, namespace: "default" })),
    [name],
    clock,
  );
  for await (const views of feed.changes(signal)) {
    const current = views.filter(({ revisions }) => revisions.target === round.revision);
    screen.show(current, clock.now() - started);
    if (current.length === readers.length && current.every(isEnded)) {
      const ended = current.map(
        (view) => [view.cluster, runOf(view, batches.get(view.cluster)?.batches ?? [])] as const,
      );
      sayEnds(stage, name, current, new Map(ended));
      return new Map(ended);
    }
  }
  throw new RolloutError("USAGE_WRONG", "the demo was stopped before its end");
}

function isEnded({ state }: RolloutView): boolean {
  return state === "failed" || state === "succeeded";
}

function runOf(view: RolloutView, batches: readonly number[]): DemoRun {
  return { name: view.name, state: view.rollingState, target: view.revisions.target, batches };
}

/** One line for the clusters that ended alike. */
function sayEnds(
  { screen, terminal }: Stage,
  name: string,
  views: readonly RolloutView[],
  runs: ReadonlyMap<string, DemoRun>,
): void {
  const alike = Map.groupBy(views, (view) => {
    const batches = (runs.get(view.cluster)?.batches ?? []).join(", ");
    const target = view.pods.byRevision.find(({ role }) => role === "target");
    if (view.state === "failed") return `failed (${view.reason ?? "unknown"})`;
    return `${target?.ready ?? "?"} of ${view.pods.size ?? "?"} pods at ${view.revisions.target}, batches done at ${batches}`;
  });
  for (const [text, group] of alike) {
    screen.say(
      `${symbolOf(terminal, group[0]?.state ?? "unknown")} ${name} on ${group.map(({ cluster }) => cluster).join(", ")}: ${text}`,
    );
  }
}

function planText({ rollout }: Round, terminal: Terminal): string {
  const { arrow } = strokesOf(terminal);
  const spec = rollout["spec"] as {
    readonly targetAppRevisionName: string;
    readonly sourceAppRevisionName?: string;
    readonly rolloutPlan: { readonly rolloutBatches: readonly { readonly replicas: number | string }[] };
  };
  const sizes = spec.rolloutPlan.rolloutBatches.map(({ replicas }) => String(replicas));
  const batches = sizes.every((size) => size.endsWith("%"))
    ? `${sizes.map((size) => size.slice(0, -1)).join("/")} %`
    : sizes.join("/");
  const source = spec.sourceAppRevisionName;
  return `${source === undefined ? "target " : `${source} ${arrow} `}${spec.targetAppRevisionName}, batches ${batches}`;
}

function imageTag(round: Round | undefined): string {
  const spec = round?.application["spec"] as
    | { readonly components: readonly { readonly properties: { readonly image: string } }[] }
    | undefined;
  return spec?.components[0]?.properties.image.split(":").at(-1) ?? "";
}

async function onEach<T>(items: readonly T[], act: (item: T) => Promise<void>): Promise<void> {
  await Promise.all(items.map(async (item) => act(item)));
}

/** Resolves when the watch shows the revision. */
async function revisionExists({ views }: ClusterLink, name: string, signal: AbortSignal): Promise<void> {
  const view = views.of(oamType("ApplicationRevision"), { namespace: "default" });
  await view.synced(signal);
  while (view.get({ namespace: "default", name }) === undefined) {
    await new Promise<void>((resolve, reject) => {
      const subscription = view.subscribe(() => {
        subscription[Symbol.dispose]();
        resolve();
      });
      signal.addEventListener("abort", () => reject(signal.reason as Error), { once: true });
    });
  }
}

/** How the demo ends for people. */
export function closingText(result: DemoResult, ms: string, command: string): readonly string[] {
  const perCluster = rounds.length;
  const clusters = result.clusters.length;
  const every = result.clusters.every(
    ({ rollouts }) => rollouts.length === perCluster && rollouts.every(({ state }) => state === "rolloutSucceed"),
  );
  return [
    every
      ? `Done in ${ms}: ${perCluster} rollouts on ${clusters === 1 ? "the cluster" : `each of ${clusters} clusters`} succeeded.`
      : `Ended after ${ms}: not every rollout succeeded.`,
    `Next:  ${command} dev           the same clusters for your own kubectl`,
  ];
}

export function openingText(names: readonly string[]): string {
  const clusters = names.length === 1 ? "1 embedded cluster" : `${names.length} embedded clusters`;
  return `Bellwether demo: the KubeVela rollout walk-through on ${clusters}. Nothing leaves this process.`;
}

export function servingText(names: readonly string[]): string {
  return names.length === 1 ? `cluster ${namesText(names)} serves` : `clusters ${namesText(names)} serve`;
}
