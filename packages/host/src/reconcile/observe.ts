import {
  type ObjectKey,
  type ObservedRollout,
  type ObservedWorkload,
  type Refusal,
  refusal,
  type RolloutSource,
  StaleRead,
  workloadAdapter,
  type WorkloadAdapter,
  type WorkloadPair,
} from "@bellwether/core";
import { checkRollout, checkWorkload } from "../plugins/check-answers.ts";
import type { Contributed } from "../plugins/contributed.ts";
import type { Instances } from "../plugins/instances.ts";
import { failureOf } from "./failure.ts";
import { adapterLookup, findAdapter } from "./find-adapter.ts";

/** What one pass has seen of one rollout, and of whom. */
export interface Seen {
  readonly source: Contributed<RolloutSource>;
  readonly rollout: ObservedRollout;
  readonly adapter: Contributed<WorkloadAdapter> | undefined;
  readonly pair: WorkloadPair | undefined;
  /** Undefined when no workload is known, or nothing could be learned about it. */
  readonly workload: ObservedWorkload | undefined;
  /** Why the workload could not be observed. */
  readonly obstacle: Refusal | undefined;
  /** The cluster serves the workload's kind no more, so that nothing is left to let go. Asked only of a deleted rollout. */
  readonly isKindGone: boolean;
  /** The workload is not shown as our own last write left it. */
  readonly stale: StaleRead | undefined;
}

/** Whether the cluster serves a kind. */
export type KindLookup = (apiVersion: string, kind: string) => Promise<boolean>;

/** Undefined when the rollout object is gone. Throws what says nothing about this rollout: stale, unreachable. */
export async function observe(
  instances: Instances,
  source: Contributed<RolloutSource>,
  key: ObjectKey,
  isServed: KindLookup,
  signal: AbortSignal,
): Promise<Seen | undefined> {
  const lookup = adapterLookup(instances);
  const rollout = await source.call("observe", (s, within) => s.observe(key, lookup, within), signal, checkRollout);
  if (rollout === undefined) return undefined;
  const seen: Seen = {
    source,
    rollout,
    adapter: undefined,
    pair: undefined,
    workload: undefined,
    obstacle: undefined,
    isKindGone: false,
    stale: undefined,
  };
  if (rollout.workload === undefined) return seen;

  const { target } = rollout.workload;
  const adapter = findAdapter(instances, target);
  if (adapter === undefined) {
    const isKindGone = rollout.deleted && !(await isServed(target.apiVersion, target.kind));
    return { ...seen, isKindGone, obstacle: unsupported(target.kind, target.apiVersion, instances) };
  }
  const pair: WorkloadPair = { ...rollout.workload, owner: ownerOf(rollout) };
  try {
    const workload = await adapter.call("observe", (a, within) => a.observe(pair, within), signal, checkWorkload);
    return { ...seen, adapter, pair, workload };
  } catch (error) {
    signal.throwIfAborted();
    if (error instanceof StaleRead) return { ...seen, adapter, pair, stale: error };
    const failure = failureOf(error);
    if (failure.kind !== "obstacle") throw error;
    return { ...seen, adapter, pair, obstacle: failure.refusal };
  }
}

function ownerOf({ object }: ObservedRollout): WorkloadPair["owner"] {
  const { name = "", namespace = "", uid = "" } = object.metadata;
  return { apiVersion: object.apiVersion, kind: object.kind, key: { namespace, name }, uid };
}

function unsupported(kind: string, apiVersion: string, instances: Instances): Refusal {
  const known = instances.all(workloadAdapter).map(({ key }) => key);
  const these = known.length === 0 ? "no workload adapter" : known.join(", ");
  return refusal("WORKLOAD_UNSUPPORTED", `no plugin rolls ${kind} of ${apiVersion}; this cluster has ${these}`);
}
