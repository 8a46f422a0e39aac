import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { ClusterLink, KubeClient } from "@bellwether/core";
import {
  ApiServer,
  type ClusterIdentity,
  type Faults,
  memoryClient,
  serveCluster,
  type ServedCluster,
} from "@bellwether/embedded";
import { linkContext, loadKubeconfig } from "@bellwether/kubernetes";
import { systemClock } from "@bellwether/host/system-clock";

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

/** An embedded cluster behind HTTP that can be stopped and started again, with a link to it through a kubeconfig file. */
export interface HttpCluster extends AsyncDisposable {
  readonly api: ApiServer;
  /** Past HTTP and its faults. */
  readonly direct: KubeClient;
  readonly link: ClusterLink;
  readonly faults: Mutable<Faults>;
  dropConnections(): void;
  stop(): Promise<void>;
  /** On the same port; with a new identity, the kubeconfig file is rewritten. */
  start(identity?: ClusterIdentity): Promise<void>;
}

export async function httpCluster(): Promise<HttpCluster> {
  const api = new ApiServer({ clock: systemClock });
  const faults: Mutable<Faults> = {};
  const folder = await mkdtemp(join(tmpdir(), "bellwether-"));
  const file = join(folder, "config");
  let served: ServedCluster = await serveCluster(api, { clock: systemClock, faults });
  const writeKubeconfig = (): Promise<void> => writeFile(file, JSON.stringify(served.kubeconfig("east")));
  await writeKubeconfig();
  const link = await linkContext({
    kubeconfig: await loadKubeconfig([file]),
    clock: systemClock,
    requestMs: 2_000,
    acceptMs: 500,
    timing: { silenceMs: 400, firstBackoffMs: 10, maxBackoffMs: 100 },
  });
  return {
    api,
    direct: memoryClient(api),
    link,
    faults,
    dropConnections: () => served.dropConnections(),
    stop: async () => {
      await served[Symbol.asyncDispose]();
    },
    async start(identity = served.identity) {
      served = await serveCluster(api, { clock: systemClock, faults, identity, port: served.port });
      await writeKubeconfig();
    },
    async [Symbol.asyncDispose]() {
      await link[Symbol.asyncDispose]();
      await served[Symbol.asyncDispose]();
      await rm(folder, { recursive: true });
    },
  };
}
