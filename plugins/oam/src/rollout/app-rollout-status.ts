import type { Condition, RecordedWorkload, WaitingStatus } from "@bellwether/core";

/** The status of an AppRollout as it is spelled on the wire, odd capital included. Times are RFC 3339. */
export interface AppRolloutStatus {
  readonly observedGeneration?: number;
  readonly rollingState?: string;
  readonly batchRollingState?: string;
  readonly currentBatch?: number;
  readonly strategy?: string;
  readonly rolloutOriginalSize?: number;
  readonly rolloutTargetSize?: number;
  /** Hash of the manifest of the target's workload; empty until the target is located. */
  readonly targetGeneration?: string;
  /** The same of the last success; empty while a run starts over. */
  readonly lastAppliedPodTemplateIdentifier?: string;
  readonly upgradedReplicas?: number;
  readonly upgradedReadyReplicas?: number;
  readonly lastTargetAppRevision?: string;
  readonly LastSourceAppRevision?: string;
  readonly epoch?: number;
  readonly step?: StepStatus;
  readonly stable?: { readonly revision: string; readonly size: number };
  readonly waiting?: WaitingStatus;
  readonly workloads?: readonly RecordedWorkload[];
  readonly conditions?: readonly Condition[];
}

export interface StepStatus {
  readonly attempt?: number;
  readonly phase?: string;
  readonly entered?: string;
  readonly since?: string;
  readonly generation?: number;
  readonly outcome?: string;
  readonly waived?: string;
  readonly goal?: number;
  readonly paused?: boolean;
  readonly done?: readonly string[];
}
