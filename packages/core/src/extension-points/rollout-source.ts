import type { Refusal } from "../errors/refusal.ts";
import type { KubeObject, ObjectKey } from "../kube/kube-object.ts";
import type { ResourceType } from "../kube/resource-type.ts";
import type { RolloutStatus } from "../model/rollout-status.ts";
import type { RolloutPlan } from "../model/plan.ts";
import type { Side } from "../model/effect.ts";
import { createExtensionPoint, type ExtensionPoint } from "../plugin/extension-point.ts";
import type { WorkloadAdapter, WorkloadPair } from "./workload-adapter.ts";

/** What a rollout object alone says. */
export interface RecordedRollout {
  readonly target: string;
  /** Empty in scale mode. */
  readonly source: string;
  readonly plan: RolloutPlan;
  readonly desired: "Run" | "Hold" | "Abort" | "Rollback";
  /** As the last pass wrote it; undefined before the first one. */
  readonly status: RolloutStatus | undefined;
}

/** One request for a rollout, as last observed. */
export interface ObservedRollout extends RecordedRollout {
  /** The rollout object itself. */
  readonly object: KubeObject;
  readonly deleted: boolean;
  readonly finalizer: boolean;
  /**
   * The workload of each side: from the rendered revisions, or as recorded in the status when those are gone.
   * Undefined while neither is known.
   */
  readonly workload: Omit<WorkloadPair, "owner"> | undefined;
  /** Replicas that the target's manifest renders to; 1 when it does not say. Not read while there is an obstacle. */
  readonly renderedReplicas: number;
  readonly located: { readonly target: boolean; readonly source: boolean };
  readonly collected: boolean;
  /** Faults of the request itself: only an edit helps. */
  readonly refusals: readonly Refusal[];
  /** What is missing in the cluster, such as a revision. */
  readonly obstacle?: Refusal;
}

/** What a source may ask of an adapter. */
export type WorkloadHolder = Pick<WorkloadAdapter, "type" | "placement" | "hold">;

/** Finds the adapter of a workload kind, undefined when no plugin brings one. */
export type AdapterLookup = (apiVersion: string, kind: string) => WorkloadHolder | undefined;

/**
 * A kind of object that asks for a rollout. Observations read caches only; an `ensure…` makes its writes idempotently,
 * the host calls it until the observation agrees. One instance per cluster; the key is the kind.
 */
export interface RolloutSource {
  readonly type: ResourceType;
  /** What the object alone says. Pure; throws `RolloutError` STATUS_UNREADABLE for a status of another version. */
  read(object: KubeObject): RecordedRollout;
  /** Undefined when the object is gone. */
  observe(key: ObjectKey, adapters: AdapterLookup, signal: AbortSignal): Promise<ObservedRollout | undefined>;
  ensureFinalizer(rollout: ObservedRollout, present: boolean, signal: AbortSignal): Promise<void>;
  /** Puts the manifests of one side's revision on the cluster, the workload held by its adapter. */
  ensureLocated(rollout: ObservedRollout, side: Side, adapters: AdapterLookup, signal: AbortSignal): Promise<void>;
  /** Deletes what only the source revision has. */
  ensureCollected(rollout: ObservedRollout, adapters: AdapterLookup, signal: AbortSignal): Promise<void>;
  /** Writes the status of exactly the object that was observed; throws a conflict when it has changed. */
  publish(rollout: ObservedRollout, status: RolloutStatus, signal: AbortSignal): Promise<void>;
  /** Every rollout that a change may concern: its own object, a revision, a definition, a dispatched object. */
  subscribe(listener: (rollout: ObjectKey) => void): Disposable;
  /** Resolves when the caches that `observe` reads are filled. */
  synced(signal: AbortSignal): Promise<void>;
}

export const rolloutSource: ExtensionPoint<RolloutSource> = createExtensionPoint("rollout-source");
