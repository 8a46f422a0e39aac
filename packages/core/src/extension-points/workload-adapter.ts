import type { KubeObject, ObjectKey } from "../kube/kube-object.ts";
import type { ResourceType } from "../kube/resource-type.ts";
import type { Leaving, PodsSide } from "../model/effect.ts";
import type { WorkloadFacts } from "../model/facts.ts";
import type { Refusal } from "../errors/refusal.ts";
import { createExtensionPoint, type ExtensionPoint } from "../plugin/extension-point.ts";

export type WorkloadCapability = "inPlace" | "pair" | "scale";

/** One revision's workload object: by name, and by UID once it was seen. */
export interface WorkloadRef {
  readonly apiVersion: string;
  readonly kind: string;
  readonly key: ObjectKey;
  readonly uid?: string;
  /** Name of the revision, as in the rollout's spec. */
  readonly revision: string;
}

/** The workload objects of one rollout. In place both sides name the same object. */
export interface WorkloadPair {
  readonly target: WorkloadRef;
  /** Absent in scale mode. */
  readonly source?: WorkloadRef;
  /** Of a pair: what former rollouts have left of other revisions. They are lowered, never raised, claimed or released. */
  readonly abandoned?: readonly WorkloadRef[];
  /** The rollout object, as the owner to be. */
  readonly owner: RolloutOwner;
}

export interface RolloutOwner {
  readonly apiVersion: string;
  readonly kind: string;
  readonly key: ObjectKey;
  readonly uid: string;
}

export interface ObservedWorkload extends WorkloadFacts {
  /** Pods of the workload as a whole: live size in place, sum of both sides for a pair. */
  readonly size: number;
  /** Objects that were found, with their UIDs. */
  readonly refs: readonly WorkloadRef[];
  /** Why a rollout cannot start or go on here although its order is fine, such as a foreign owner. */
  readonly obstacle?: Refusal;
  /** Pods with problems, worst first, at most three: `name: what is wrong`. */
  readonly problems: readonly string[];
}

/**
 * Everything that a workload kind does differently. One instance per cluster; the key is `kind.group`, as in
 * `CloneSet.apps.kruise.io`. Observations read caches only; an `ensure…` makes at most one write and is safe to repeat:
 * the host calls it until the observation agrees.
 */
export interface WorkloadAdapter {
  readonly type: ResourceType;
  readonly placement: "inPlace" | "pair";
  /**
   * The manifest as it goes to the cluster when the target is located: named for its revision (pair) or not (in place),
   * held, with the replicas that the live object has, or 0. Pure.
   */
  hold(manifest: KubeObject, revision: string, live: KubeObject | undefined): KubeObject;
  observe(pair: WorkloadPair, signal: AbortSignal): Promise<ObservedWorkload>;
  /** Controller owner, hold lifted as far as no pod moves. */
  ensureClaimed(pair: WorkloadPair, signal: AbortSignal): Promise<void>;
  /** Makes the workload ask for this number of pods of one side. In place there is no abandoned one. */
  ensurePods(pair: WorkloadPair, side: PodsSide, pods: number, signal: AbortSignal): Promise<void>;
  ensureReleased(pair: WorkloadPair, leaving: Leaving, signal: AbortSignal): Promise<void>;
  /** What wakes a rollout of this pair: called with a listener for every change that `observe` could see. */
  subscribe(listener: (workload: ObjectKey) => void): Disposable;
}

export const workloadAdapter: ExtensionPoint<WorkloadAdapter, WorkloadCapability> =
  createExtensionPoint("workload-adapter");
