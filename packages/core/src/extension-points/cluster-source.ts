import type { ClusterLink } from "../plugin/cluster-link.ts";
import { createExtensionPoint, type ExtensionPoint } from "../plugin/extension-point.ts";

/** A cluster that can be reached, and how. */
export interface ClusterEntry {
  readonly name: string;
  /** Where the entry comes from, for people: `kubeconfig/east`. */
  readonly origin: string;
  open(signal: AbortSignal): Promise<ClusterLink>;
}

/** Which clusters exist now. The stream gives the whole list again whenever it changed, and ends with the signal. */
export interface ClusterSource {
  observe(signal: AbortSignal): AsyncIterable<readonly ClusterEntry[]>;
}

export const clusterSource: ExtensionPoint<ClusterSource> = createExtensionPoint("cluster-source");
