import type { FailurePolicy } from "./plan.ts";

/** Conditions on one request that must all hold; a list of them is an alternative. */
export interface RequestMatch {
  readonly headers?: Readonly<Record<string, StringMatch>>;
  readonly cookies?: Readonly<Record<string, StringMatch>>;
  readonly query?: Readonly<Record<string, StringMatch>>;
  readonly path?: StringMatch;
  readonly method?: string;
}

export type StringMatch = { readonly exact: string } | { readonly prefix: string } | { readonly regex: string };

/** What the route shows, from a step until a later one changes it. Weights are whole percents of the target, 0 to 100. */
export type TrafficLevel =
  | { readonly weight: number }
  | { readonly matches: readonly RequestMatch[] }
  | { readonly mirror: true };

/** A wait after a step's pods and traffic are there. */
export type Hold = { readonly seconds: number } | { readonly approval: true };

export interface StepGate {
  readonly gate: string;
  readonly when: "before" | "during" | "after";
  readonly options: unknown;
}

/** What must be true when a batch is done. */
export interface Step {
  /** 0-based, the seed's `currentBatch`. */
  readonly index: number;
  readonly name?: string;
  /** Pods that run the target revision when the step is done; cumulative. In scale mode, the size to reach. */
  readonly pods: number;
  /** Pods beyond the size that this step may use: 0 in place, up to the size for a pair. */
  readonly extra: number;
  readonly traffic?: TrafficLevel;
  readonly hold?: Hold;
  readonly gates: readonly StepGate[];
  /** Pods that may be not ready when the step is judged. */
  readonly maxUnavailable: number;
  /** From the entry of each waiting state; a hold's own duration is not included. */
  readonly deadlineSeconds: number;
  readonly onExpiry: FailurePolicy;
}
