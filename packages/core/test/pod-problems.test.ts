import { podProblems, type KubeObject } from "@bellwether/core";
import { expect, test } from "vitest";

function pod(
  name: string,
  status: Readonly<Record<string, unknown>>,
  metadata: KubeObject["metadata"] = {},
): KubeObject {
  return { apiVersion: "v1", kind: "Pod", metadata: { name, ...metadata }, status };
}

const waiting = (reason: string, restartCount = 0): Readonly<Record<string, unknown>> => ({
  phase: "Pending",
  containerStatuses: [{ restartCount, state: { waiting: { reason } } }],
});

const notReady = { phase: "Running", conditions: [{ type: "Ready", status: "False" }] };

test("names what is wrong, worst first, at most three", () => {
  const pods = [
    pod("a", notReady),
    pod("b", waiting("ImagePullBackOff")),
    pod("c", { phase: "Failed", reason: "Evicted" }),
    pod("d", waiting("CrashLoopBackOff", 4)),
  ];
  expect(podProblems(pods)).toEqual(["c: Evicted", "b: ImagePullBackOff", "d: CrashLoopBackOff, 4 restarts"]);
});

test.each([
  ["not ready", notReady],
  [
    "Unschedulable",
    { phase: "Pending", conditions: [{ type: "PodScheduled", status: "False", reason: "Unschedulable" }] },
  ],
  [
    "CreateContainerConfigError",
    { phase: "Pending", initContainerStatuses: [{ state: { waiting: { reason: "CreateContainerConfigError" } } }] },
  ],
  ["Error", { phase: "Running", containerStatuses: [{ state: { terminated: { reason: "Error", exitCode: 1 } } }] }],
])("says %s", (problem, status) => {
  expect(podProblems([pod("a", status)])).toEqual([`a: ${problem}`]);
});

test.each([
  ["is starting", pod("a", waiting("ContainerCreating"))],
  ["has not been seen by a node", pod("a", {})],
  ["is ready", pod("a", { phase: "Running", conditions: [{ type: "Ready", status: "True" }] })],
  ["has finished", pod("a", { phase: "Succeeded" })],
  ["is on its way out", pod("a", notReady, { deletionTimestamp: "2026-01-01T00:00:00Z" })],
])("has nothing to say of a pod that %s", (_, found) => {
  expect(podProblems([found])).toEqual([]);
});
