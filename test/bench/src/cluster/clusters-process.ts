import type { KubeObject } from "@bellwether/core";
import {
  ApiServer,
  createIdentity,
  memoryClient,
  memoryViews,
  serveCluster,
  startControllers,
  type ClusterIdentity,
} from "@bellwether/embedded";
import { systemClock as clock } from "@bellwether/host/system-clock";
import { customResourceDefinitions as oamDefinitions } from "@bellwether/oam";
import { customResourceDefinitions as kruiseDefinitions } from "@bellwether/workload-openkruise";
import type { Access, ClustersOrder } from "./clusters.ts";
import type { SeenRequest, Traffic } from "./traffic.ts";
import { types } from "./types.ts";

/** The process that `startClusters` starts: it serves clusters, and tells what reached them when it is asked. */
const order = JSON.parse(process.argv[2] ?? "") as ClustersOrder;
const identity = await createIdentity();
const definitions = [...(await oamDefinitions()), ...(await kruiseDefinitions())];
const traffic = new Map<string, () => Traffic>();
const accesses: Access[] = [];
for (const name of order.names) accesses.push(await serve(name, definitions, identity));
process.on("message", (name: string) => process.send?.(traffic.get(name)?.()));
process.once("disconnect", () => process.exit());
process.send?.(accesses);

async function serve(name: string, installed: readonly KubeObject[], shared: ClusterIdentity): Promise<Access> {
  const api = new ApiServer({ clock, log: order.writesKept });
  const client = memoryClient(api);
  const write = { fieldManager: "setup" };
  for (const definition of installed) await client.create(types.CustomResourceDefinition, definition, write);
  for (const namespace of ["vela-system", "bellwether-system"]) {
    const object = { apiVersion: "v1", kind: "Namespace", metadata: { name: namespace } };
    await client.create(types.Namespace, object, write);
  }
  const context = { client, views: memoryViews(api), clock, random: Math.random };
  const offered = api.types.list().filter(({ verbs }) => verbs.includes("watch"));
  startControllers(context, { types: offered, kubelet: { speed: order.instantPods ? Infinity : 1 } });

  let requests: SeenRequest[] = [];
  let lastTold = 0;
  const onRequest = ({ method, path, query }: { method: string; path: string; query: URLSearchParams }): undefined => {
    if (order.writesKept === 0) return;
    requests.push({ method, path, isWatch: query.has("watch"), fieldManager: query.get("fieldManager") ?? "" });
  };
  const { url, token, caPem } = await serveCluster(api, { clock, identity: shared, faults: { onRequest } });
  traffic.set(name, () => {
    const managers = new Set(requests.map(({ fieldManager }) => fieldManager));
    const writes = api.log.records.filter(
      ({ revision, fieldManager }) => revision > lastTold && fieldManager !== "" && managers.has(fieldManager),
    );
    const { user, system } = process.cpuUsage();
    const told = { requests, writes, cpuSeconds: (user + system) / 1e6 };
    requests = [];
    lastTold = Number(api.resourceVersion);
    return told;
  });
  return { name, url, token, caPem };
}
