export type Side = "target" | "source";

/** Whose pods are moved. `abandoned`: all that former rollouts have left of other revisions; only ever lowered. */
export type PodsSide = Side | "abandoned";

/** How a workload is let go. `done`: the target stays; `back`: the source stays; `inPlace`: all stays where it is, the hold too. */
export type Leaving = "done" | "back" | "inPlace";

/** What must be kept true, as data. The host turns each into one idempotent call of an adapter or a source. */
export type Effect =
  /** The rollout object cannot vanish before it is let go. */
  | { readonly type: "keepFinalizer" }
  | { readonly type: "dropFinalizer" }
  /** The manifests of this side's revision are on the cluster, the workload held, no pod moved by it. */
  | { readonly type: "locate"; readonly side: Side }
  /** The rollout object is controller owner; pods stay as found. */
  | { readonly type: "claim" }
  | { readonly type: "keepPods"; readonly side: PodsSide; readonly bound: "atLeast" | "atMost"; readonly pods: number }
  /** What only the source revision has is gone. */
  | { readonly type: "collect" }
  | { readonly type: "release"; readonly leaving: Leaving };
