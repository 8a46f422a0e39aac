import { fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import type { ClusterLink, KubeClient } from "@bellwether/core";
import { systemClock as clock } from "@bellwether/host/system-clock";
import { fixedCredentials, httpClient, linkCluster } from "@bellwether/kubernetes";
import type { Traffic } from "./traffic.ts";

export interface ClustersOrder {
  readonly names: readonly string[];
  /** Pods are ready at once; otherwise a second after they were made, the embedded kubelet's default. */
  readonly instantPods: boolean;
  /** Writes that each cluster remembers for `traffic`; 0 for none, and no requests either. */
  readonly writesKept: number;
}

export interface Access {
  readonly name: string;
  readonly url: string;
  readonly token: string;
  readonly caPem: string;
}

/** Embedded clusters over HTTP in a process of their own, so that their work is not counted as that of a client. */
export interface Clusters extends AsyncDisposable {
  readonly accesses: readonly Access[];
  /** What reached a cluster since it was asked last. */
  traffic(name: string): Promise<Traffic>;
}

export async function startClusters(order: ClustersOrder): Promise<Clusters> {
  const file = fileURLToPath(new URL("clusters-process.ts", import.meta.url));
  const child = fork(file, [JSON.stringify(order)]);
  const [accesses] = (await once(child, "message")) as [readonly Access[]];
  return {
    accesses,
    async traffic(name) {
      child.send(name);
      const [traffic] = (await once(child, "message")) as [Traffic];
      return traffic;
    },
    async [Symbol.asyncDispose]() {
      const ended = once(child, "exit");
      child.disconnect();
      await ended;
    },
  };
}

/** Starts one cluster named `bench`. */
export async function startCluster(
  order: Omit<ClustersOrder, "names">,
): Promise<Clusters & { readonly access: Access }> {
  const clusters = await startClusters({ ...order, names: ["bench"] });
  const [access] = clusters.accesses;
  if (access === undefined) throw new Error("the cluster did not start");
  return { ...clusters, access };
}

/** A connection of its own; `wrap` sees every request that is sent and every event that arrives. */
export function linkTo(
  { name, url, token, caPem }: Access,
  wrap: (client: KubeClient) => KubeClient = (client) => client,
): ClusterLink {
  const credentials = fixedCredentials({ headers: { authorization: `Bearer ${token}` }, tls: { ca: caPem } });
  const client = httpClient({ server: url, credentials, clock });
  const link = linkCluster({ name, server: url, client: wrap(client), clock });
  return {
    ...link,
    [Symbol.asyncDispose]: async () => {
      await link[Symbol.asyncDispose]();
      await client[Symbol.asyncDispose]();
    },
  };
}
