import {
  buildView,
  defaultStrategy,
  keyOf,
  parseApiVersion,
  StaleRead,
  type KubeObject,
  type ObservedWorkload,
  type RecordedRollout,
  type RecordedWorkload,
  type RolloutSource,
  type RolloutView,
  type Step,
  type WorkloadAdapter,
  type WorkloadPair,
  type WorkloadRef,
} from "@bellwether/core";
import type { ClusterReader } from "./cluster-reader.ts";

/** The view of one rollout object, with the live numbers of its workload. */
export async function readRollout(
  reader: ClusterReader,
  source: RolloutSource,
  object: KubeObject,
  now: number,
  signal: AbortSignal,
): Promise<RolloutView> {
  const recorded = source.read(object);
  const { adapter, workload } = await liveWorkload(reader, object, recorded, signal);
  return buildView({
    cluster: reader.link.name,
    object,
    recorded,
    workload,
    steps: stepsOf(reader, recorded, adapter),
    now,
    observedAt: now,
    fresh: true,
  });
}

export interface LiveWorkload {
  readonly adapter: WorkloadAdapter | undefined;
  readonly workload: ObservedWorkload | undefined;
}

/** The workload that a rollout's status records, as it is now; undefined where none is known yet. */
export async function liveWorkload(
  reader: ClusterReader,
  object: KubeObject,
  recorded: RecordedRollout,
  signal: AbortSignal,
): Promise<LiveWorkload> {
  const target = recorded.status?.workloads.find(({ role }) => role === "target");
  const adapter = target === undefined ? undefined : adapterOf(reader, target);
  const workload = adapter === undefined ? undefined : await observed(adapter, pairOf(object, recorded), signal);
  return { adapter, workload };
}

function adapterOf({ adapters }: ClusterReader, { apiVersion, kind }: RecordedWorkload): WorkloadAdapter | undefined {
  return adapters.get(`${kind}.${parseApiVersion(apiVersion).group}`);
}

function pairOf(object: KubeObject, { status }: RecordedRollout): WorkloadPair {
  const namespace = keyOf(object).namespace;
  const ref = ({ apiVersion, kind, name, uid, revision }: RecordedWorkload): WorkloadRef => ({
    apiVersion,
    kind,
    key: { namespace, name },
    revision,
    ...(uid === undefined ? {} : { uid }),
  });
  const recorded = status?.workloads ?? [];
  const source = recorded.find(({ role }) => role === "source");
  const target = recorded.find(({ role }) => role === "target");
  if (target === undefined) throw new TypeError(`${object.kind} ${keyOf(object).name} records no target workload`);
  return {
    target: ref(target),
    ...(source === undefined ? {} : { source: ref(source) }),
    owner: { apiVersion: object.apiVersion, kind: object.kind, key: keyOf(object), uid: object.metadata.uid ?? "" },
  };
}

async function observed(
  adapter: WorkloadAdapter,
  pair: WorkloadPair,
  signal: AbortSignal,
): Promise<ObservedWorkload | undefined> {
  try {
    return await adapter.observe(pair, signal);
  } catch (error) {
    if (error instanceof StaleRead) return undefined;
    throw error;
  }
}

/** The steps as the strategy resolves them on the sizes that the rollout was accepted for. */
function stepsOf(
  { strategies }: ClusterReader,
  { plan, source, status }: RecordedRollout,
  adapter: WorkloadAdapter | undefined,
): readonly Step[] {
  const size = status?.state.targetSize ?? -1;
  if (status === undefined || size < 0) return [];
  const resolved = strategies.get(plan.rolloutStrategy ?? defaultStrategy)?.plan({
    plan,
    mode: source === "" ? "scale" : "rollout",
    placement: adapter?.placement ?? "inPlace",
    size,
    original: status.state.originalSize,
    acceptedSize: size,
  });
  return resolved !== undefined && "steps" in resolved ? resolved.steps : [];
}
