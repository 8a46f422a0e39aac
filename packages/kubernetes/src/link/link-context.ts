import type { ClusterLink } from "@bellwether/core";
import { ContextCredentials } from "../kubeconfig/context-credentials.ts";
import { selectContext } from "../kubeconfig/contexts.ts";
import type { Kubeconfig } from "../kubeconfig/kubeconfig.ts";
import { httpClient } from "../transport/http-client.ts";
import type { TransportOptions } from "../transport/transport.ts";
import { type LinkOptions, linkCluster } from "./link-cluster.ts";

export interface ContextLinkOptions
  extends Omit<LinkOptions, "name" | "server" | "client">,
    Omit<TransportOptions, "server" | "credentials" | "clock"> {
  readonly kubeconfig: Kubeconfig;
  /** Absent: the current one. */
  readonly context?: string;
  /** The link's name. Default: that of the context. */
  readonly name?: string;
}

/** Opens a link to the cluster of a kubeconfig's context. Nothing is sent before the link is used. */
export async function linkContext(options: ContextLinkOptions): Promise<ClusterLink> {
  const { kubeconfig, context, clock } = options;
  const selected = selectContext(kubeconfig, context);
  const { server } = selected.cluster;
  const client = httpClient({ ...options, server, credentials: new ContextCredentials(kubeconfig, selected, clock) });
  return linkCluster({ ...options, name: options.name ?? selected.name, server, client });
}
