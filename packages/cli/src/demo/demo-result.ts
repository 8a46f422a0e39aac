/** How one run of a rollout ended on one cluster. */
export interface DemoRun {
  readonly name: string;
  /** The literal `rollingState`. */
  readonly state: string;
  readonly target: string;
  /** Cumulative pods at which batches were done. */
  readonly batches: readonly number[];
}

export interface DemoResult {
  readonly kind: "DemoResult";
  readonly clusters: readonly { readonly name: string; readonly rollouts: readonly DemoRun[] }[];
}
