import type { KubeObject, RolloutPlugin } from "@bellwether/core";
import type { VirtualClusterOptions } from "../../cluster/virtual-cluster.ts";

/** What the contract has to know of a workload kind. */
export interface WorkloadKind {
  readonly plugin: RolloutPlugin;
  /** Key of the plugin's contribution, `Kind.group`. */
  readonly key: string;
  /** The workload in namespace `default` as a revision renders it. Revisions must differ in their pods. */
  manifest(revision: string): KubeObject;
  /** What the cluster needs to run the kind, such as its definition and its controller. */
  readonly cluster?: VirtualClusterOptions;
}
