import type { ClusterLink } from "@bellwether/core";

/** One host's part in the election of a cluster's leader. */
export interface Election {
  leading(): boolean;
  /** Term of the last leadership that was won; grows with every change of the leader. */
  readonly epoch: number;
  /** Why this host cannot take part, in words; undefined while it can. */
  readonly trouble?: string | undefined;
  /** Called after `leading`, `epoch` or `trouble` has changed. */
  onChange(listener: () => void): Disposable;
}

/**
 * Stands for election on a cluster until the signal aborts; then the lease is released, and `done` resolves when it is.
 * The host aborts only after its last write there has ended.
 */
export type ElectLeader = (link: ClusterLink, signal: AbortSignal) => Election & { readonly done?: Promise<void> };

/** For a host that is known to be the only one: leads everywhere, in term 1. */
export const leadAlways: ElectLeader = () => ({
  leading: () => true,
  epoch: 1,
  onChange: () => ({ [Symbol.dispose]() {} }),
});
