import type { KubeClient } from "../kube/kube-client.ts";
import type { KubeViews } from "../kube/kube-views.ts";

/** A connection to one cluster, owned by whoever opened it. */
export interface ClusterLink extends AsyncDisposable {
  readonly name: string;
  /** The address, for people. */
  readonly server: string;
  readonly client: KubeClient;
  readonly views: KubeViews;
}
