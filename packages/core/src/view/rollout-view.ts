import type { FailurePolicy } from "../model/plan.ts";
import type { RequestMatch } from "../model/step.ts";
import type { WaitingFor } from "../machine/waiting.ts";

/** How a rollout is doing, in one word. */
export type RolloutWord =
  | "pending"
  | "moving"
  | "waiting"
  | "needsYou"
  | "paused"
  | "rollingBack"
  | "succeeded"
  | "failed"
  | "unknown"
  | "skipped";

export interface RevisionPods {
  readonly revision: string;
  readonly role: "target" | "source";
  readonly wanted: number;
  readonly total: number;
  readonly ready: number;
  readonly problems: readonly string[];
}

export interface StepView {
  /** 0-based. */
  readonly index: number;
  readonly name: string | null;
  readonly state: RolloutWord;
  readonly pods: number;
  readonly extra: number;
  readonly weight: number | null;
}

/** All that command line, dashboard and JSON show of one rollout. Times are RFC 3339, durations seconds, steps 0-based. */
export interface RolloutView {
  readonly apiVersion: "cli.bellwether.dev/v1";
  readonly kind: "RolloutView";
  readonly cluster: string;
  readonly namespace: string;
  readonly name: string;
  readonly uid: string;
  readonly labels: Readonly<Record<string, string>>;
  /** Kind of the rollout object. */
  readonly source: string;
  readonly strategy: string;
  readonly state: RolloutWord;
  /** Of a failed one: Failed, Aborted, RolledBack, Rejected, SpecInvalid or Deleted. */
  readonly reason: string | null;
  readonly rollingState: string;
  readonly batchRollingState: string | null;
  readonly revisions: { readonly source: string | null; readonly target: string };
  readonly step: { readonly index: number; readonly of: number; readonly name: string | null };
  readonly steps: readonly StepView[];
  readonly pods: { readonly size: number | null; readonly byRevision: readonly RevisionPods[] };
  readonly traffic: { readonly wanted: TrafficView; readonly observed: TrafficView } | null;
  readonly metrics: readonly never[];
  readonly waiting: WaitingView | null;
  readonly eta: { readonly atLeastSeconds: number | null; readonly blockedBy: string | null };
  readonly lastCommand: null;
  /** Orders that fit now. */
  readonly allowed: readonly string[];
  readonly createdAt: string | null;
  readonly observedAt: string;
  readonly fresh: boolean;
}

export interface TrafficView {
  readonly weight?: number;
  readonly matches?: readonly RequestMatch[];
}

export interface WaitingView {
  readonly guard: string;
  readonly for: WaitingFor;
  readonly since: string;
  readonly deadline: string | null;
  readonly onExpiry: FailurePolicy | null;
  readonly code: string | null;
  readonly text: string;
  readonly remedy: string | null;
}
