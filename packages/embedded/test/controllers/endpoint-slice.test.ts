import type { KubeObject } from "@bellwether/core";
import { expect, test } from "vitest";
import { deployments, endpointSlices, services } from "../../src/controllers/objects/resource-types.ts";
import { deploymentOf, startCluster, templateOf, type VirtualCluster } from "./virtual-cluster.ts";

function endpoints(cluster: VirtualCluster): readonly { readonly conditions: { readonly ready: boolean } }[] {
  const slices = cluster.list(endpointSlices);
  expect(slices).toHaveLength(1);
  return ((slices[0] as KubeObject)["endpoints"] ?? []) as ReturnType<typeof endpoints>;
}

test("a Service's slice follows the pods it selects, ready or not, through a rollout", async () => {
  await using cluster = await startCluster();
  cluster.create(services, {
    apiVersion: "v1",
    kind: "Service",
    metadata: { name: "web", namespace: "default" },
    spec: { selector: { app: "web" }, ports: [{ name: "http", port: 80, targetPort: 8080 }] },
  });
  cluster.create(deployments, deploymentOf(3, { strategy: { rollingUpdate: { maxSurge: 1, maxUnavailable: 0 } } }));
  await cluster.pass(5000);
  expect(endpoints(cluster).map(({ conditions }) => conditions.ready)).toEqual([true, true, true]);
  expect(cluster.list(endpointSlices)[0]).toMatchObject({
    metadata: { labels: { "kubernetes.io/service-name": "web" } },
    ports: [{ name: "http", protocol: "TCP", port: 8080 }],
  });
  cluster.merge(deployments, "web", { spec: { template: templateOf("v2") } });
  let least = 3;
  await cluster.pass(30_000, () => {
    least = Math.min(least, endpoints(cluster).filter(({ conditions }) => conditions.ready).length);
  });
  expect(least).toBe(3);
  expect(endpoints(cluster)).toHaveLength(3);
  cluster.server.delete(services, { namespace: "default", name: "web" });
  await cluster.pass(1000);
  expect(cluster.list(endpointSlices)).toEqual([]);
});
