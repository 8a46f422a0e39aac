import type { KubeObject } from "@bellwether/core";
import { expect, test } from "vitest";
import { podSummary } from "../../src/http/table/built-in/pod-summary.ts";

function pod(status: object, more: { metadata?: object; spec?: object } = {}): KubeObject {
  const containers = [{ name: "a" }, { name: "b" }];
  return { apiVersion: "v1", kind: "Pod", metadata: { ...more.metadata }, spec: { containers, ...more.spec }, status };
}

const running = { name: "a", ready: true, restartCount: 0, state: { running: {} } };
const waiting = (reason: string) => ({ name: "b", ready: false, restartCount: 2, state: { waiting: { reason } } });
const ended = (exitCode: number, reason?: string) => ({
  name: "b",
  ready: false,
  restartCount: 0,
  state: { terminated: { exitCode, reason } },
});
const init = [{ name: "i" }, { name: "j" }];

test.each([
  ["Pending", pod({ phase: "Pending" }), 0],
  ["Running", pod({ phase: "Running", containerStatuses: [running, { ...running, name: "b" }] }), 2],
  ["CrashLoopBackOff", pod({ phase: "Running", containerStatuses: [running, waiting("CrashLoopBackOff")] }), 1],
  ["ImagePullBackOff", pod({ phase: "Pending", containerStatuses: [waiting("ImagePullBackOff")] }), 0],
  ["ExitCode:3", pod({ phase: "Running", containerStatuses: [running, ended(3)] }), 1],
  ["NotReady", pod({ phase: "Running", containerStatuses: [running, ended(0, "Completed")] }), 1],
  ["Completed", pod({ phase: "Succeeded", containerStatuses: [ended(0, "Completed")] }), 0],
  [
    "Init:0/2",
    pod({ phase: "Pending", initContainerStatuses: [waiting("PodInitializing")] }, { spec: { initContainers: init } }),
    0,
  ],
  [
    "Init:Error",
    pod({ phase: "Pending", initContainerStatuses: [ended(1, "Error")] }, { spec: { initContainers: init } }),
    0,
  ],
  [
    "Terminating",
    pod(
      { phase: "Running", containerStatuses: [running] },
      { metadata: { deletionTimestamp: "2026-01-01T00:00:00Z" } },
    ),
    1,
  ],
  ["Evicted", pod({ phase: "Failed", reason: "Evicted" }), 0],
  ["SchedulingGated", pod({ phase: "Pending", conditions: [{ type: "PodScheduled", reason: "SchedulingGated" }] }), 0],
])("%s", (status, object, ready) => {
  expect(podSummary(object)).toMatchObject({ status, ready });
});

test("restarts are counted over containers, with the time of the last", () => {
  const restarted = {
    ...waiting("CrashLoopBackOff"),
    lastState: { terminated: { finishedAt: "2026-01-02T00:00:00Z" } },
  };
  expect(podSummary(pod({ phase: "Running", containerStatuses: [running, restarted] }))).toMatchObject({
    restarts: 2,
    lastRestart: "2026-01-02T00:00:00Z",
  });
});

test("a started sidecar counts as a container of its own", () => {
  const spec = { initContainers: [{ name: "s", restartPolicy: "Always" }] };
  const sidecar = { name: "s", started: true, ready: true, restartCount: 1, state: { running: {} } };
  const object = pod({ phase: "Running", initContainerStatuses: [sidecar], containerStatuses: [running] }, { spec });
  expect(podSummary(object)).toMatchObject({ ready: 2, containers: 3, restarts: 1, status: "Running" });
});
