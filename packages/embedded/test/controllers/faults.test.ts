import { ApiUnreachable } from "@bellwether/core";
import { expect, test } from "vitest";
import { deployments } from "../../src/controllers/objects/resource-types.ts";
import type { Interceptor } from "../../src/memory/interceptor.ts";
import { cloneSetOf, cloneSets, deploymentOf, startCluster, templateOf } from "./virtual-cluster.ts";

/** Every so many requests one is lost, every so many an answer. */
function unreliable(period: number): Interceptor {
  let [requests, answers] = [0, 0];
  const lose = (count: number): void => {
    if (count % period === 0) throw new ApiUnreachable("lost");
  };
  return { before: () => lose((requests += 1)), after: () => lose((answers += 1)) };
}

test.each([3, 4, 7])(
  "with every %ith request and answer lost, rollouts end right and no pod is made twice",
  async (period) => {
    await using cluster = await startCluster({ interceptor: unreliable(period) });
    const strategy = { rollingUpdate: { maxSurge: 1, maxUnavailable: 0 } };
    const other = {
      metadata: { labels: { app: "other" } },
      spec: { containers: [{ name: "web", image: "other:v1" }] },
    };
    cluster.create(deployments, deploymentOf(4, { strategy }));
    const second = cloneSetOf(
      4,
      { maxUnavailable: 1 },
      { template: other, selector: { matchLabels: { app: "other" } } },
    );
    cluster.create(cloneSets, second);
    await cluster.pass(120_000);
    const created = (): number =>
      cluster.server.log.records.filter(
        ({ verb, type, subresource }) => verb === "create" && type.kind === "Pod" && subresource === undefined,
      ).length;
    expect(created()).toBe(8);
    cluster.merge(deployments, "web", { spec: { template: templateOf("v2") } });
    cluster.merge(cloneSets, "web", {
      spec: { template: { spec: { containers: [{ name: "web", image: "other:v2" }] } } },
    });
    await cluster.pass(600_000);
    expect(cluster.images("ready")).toEqual({ v2: 8 });
    expect(created()).toBe(16);
  },
);
