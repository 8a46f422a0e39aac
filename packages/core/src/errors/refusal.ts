import type { ErrorCode } from "./catalogue.ts";

/** A reason in a form that people can act on: what, where, why, and what to do. Plain data. */
export interface Refusal {
  readonly code: ErrorCode;
  /** Path of the field at fault in the rollout object; empty when no field is. */
  readonly field: string;
  readonly message: string;
  readonly remedy: string;
}
