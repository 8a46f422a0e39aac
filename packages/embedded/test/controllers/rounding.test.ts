import { expect, test } from "vitest";
import { cloneSetBounds, resolvePartition } from "../../src/controllers/cloneset/bounds.ts";
import { boundsOf, type Deployment } from "../../src/controllers/deployment/deployment.ts";
import { deploymentOf } from "./virtual-cluster.ts";

test.each([
  ["99%", 4, 3],
  ["99%", 2, 1],
  ["99%", 1, 1],
  ["100%", 4, 4],
  ["50%", 5, 3],
  ["0%", 5, 0],
  ["some", 5, 0],
  [7, 5, 5],
  ["150%", 5, 5],
])("a partition of %s of %i keeps %i", (partition, replicas, expected) => {
  expect(resolvePartition(partition, replicas)).toBe(expected);
});

test.each([
  [0, "25%", false, 3],
  ["10%", "25%", false, 2],
  ["10%", "25%", true, 3],
])("with surge %s, %s unavailable of ten (paused: %s) is %i", (maxSurge, maxUnavailable, paused, expected) => {
  const spec = { replicas: 10, partition: 0, scaleMaxUnavailable: undefined };
  expect(cloneSetBounds({ ...spec, maxSurge, maxUnavailable, paused }).maxUnavailable).toBe(expected);
});

test.each([
  [10, "25%", "25%", 3, 2],
  [1, "25%", "25%", 1, 0],
  [3, "0%", "10%", 0, 1],
  [2, 0, 5, 0, 2],
])(
  "a Deployment of %i with %s and %s may surge by %i and lack %i",
  (replicas, maxSurge, maxUnavailable, surge, lack) => {
    const deployment = deploymentOf(replicas, { strategy: { rollingUpdate: { maxSurge, maxUnavailable } } });
    expect(boundsOf(deployment as Deployment)).toEqual({ replicas, maxSurge: surge, maxUnavailable: lack });
  },
);
