import { expect, test } from "vitest";
import { deployments } from "../../src/controllers/objects/resource-types.ts";
import {
  cloneSetOf,
  cloneSets,
  deploymentOf,
  startCluster,
  templateOf,
  type VirtualCluster,
} from "./virtual-cluster.ts";

async function rollOut(cluster: VirtualCluster, kind: "Deployment" | "CloneSet"): Promise<void> {
  const [type, object] =
    kind === "Deployment" ? [deployments, deploymentOf(5)] : [cloneSets, cloneSetOf(5, { maxSurge: 2 })];
  cluster.create(type, object);
  await cluster.pass(20_000);
  expect(cluster.images("ready")).toEqual({ v1: 5 });
  cluster.merge(type, "web", { spec: { template: templateOf("v2") } });
  await cluster.pass(120_000);
  expect(cluster.images("ready")).toEqual({ v2: 5 });
}

test.each([
  ["Deployment", 1],
  ["Deployment", 250],
  ["CloneSet", 1],
  ["CloneSet", 250],
] as const)("a %s never makes a pod twice when the watch is %i ms late", async (kind, lagMs) => {
  await using cluster = await startCluster({ lagMs });
  await rollOut(cluster, kind);
  const created = cluster.server.log.records.filter(
    ({ verb, type, subresource }) => verb === "create" && type.kind === "Pod" && subresource === undefined,
  );
  expect(created).toHaveLength(10);
  expect(cluster.lagging?.stale).toBeGreaterThan(0);
});

test("the same seed gives the same writes, and another seed others", async () => {
  const writes = async (seed: number): Promise<string> => {
    await using cluster = await startCluster({ kubelet: { jitter: 1 } }, seed);
    await rollOut(cluster, "CloneSet");
    return JSON.stringify(cluster.server.log.records);
  };
  const first = await writes(7);
  expect(first.length).toBeGreaterThan(1000);
  expect(await writes(7)).toBe(first);
  expect(await writes(8)).not.toBe(first);
});
