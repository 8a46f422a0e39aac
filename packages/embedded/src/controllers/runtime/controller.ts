import type { Clock, KubeClient, KubeViews, ObjectChange, ObjectKey, ObjectView } from "@bellwether/core";

/** What every controller works with: the cluster's ports, time and chance. */
export interface ControllerContext {
  readonly client: KubeClient;
  readonly views: KubeViews;
  readonly clock: Clock;
  /** From 0 up to, not including, 1. */
  readonly random: () => number;
}

/** Which objects a change of the view's objects concerns. */
export interface Watch {
  readonly view: ObjectView;
  keys(change: ObjectChange): Iterable<ObjectKey>;
}

export interface Controller {
  readonly name: string;
  /** Every view that `reconcile` reads. */
  readonly watches: readonly Watch[];
  /** Reconciled at the start, whether they exist or not. */
  readonly initialKeys?: readonly ObjectKey[];
  /** Makes one object right. May return the milliseconds after which to look again, change or not. */
  reconcile(key: ObjectKey): Promise<number | undefined>;
}
