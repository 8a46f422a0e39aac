import type { WaitingFor } from "../machine/waiting.ts";
import type { FailurePolicy } from "./plan.ts";
import type { RolloutState } from "./rollout-state.ts";

export interface Condition {
  readonly type: string;
  readonly status: "True" | "False" | "Unknown";
  /** RFC 3339. */
  readonly lastTransitionTime: string;
  readonly reason: string;
  readonly message: string;
}

/** Why a rollout does not move now, for people. Times are RFC 3339. */
export interface WaitingStatus {
  readonly guard: string;
  readonly for: WaitingFor;
  readonly since: string;
  readonly deadline?: string;
  readonly onExpiry?: FailurePolicy;
  /** Catalogue code of what stands in the way, where one does. */
  readonly code?: string;
  readonly text: string;
  readonly remedy?: string;
}

export interface RecordedWorkload {
  readonly role: "target" | "source";
  readonly apiVersion: string;
  readonly kind: string;
  readonly name: string;
  readonly uid?: string;
  readonly revision: string;
}

/** All that is written to a rollout object's status, in the model's terms; each source spells it for its own kind. */
export interface RolloutStatus {
  readonly state: RolloutState;
  readonly conditions: readonly Condition[];
  readonly waiting: WaitingStatus | undefined;
  readonly workloads: readonly RecordedWorkload[];
  readonly strategy: string;
  /** Leadership term of the host that wrote it. */
  readonly epoch: number;
  readonly observedGeneration: number;
}
