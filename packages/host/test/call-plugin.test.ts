import { ApiError, ApiUnreachable, RolloutError, StaleRead } from "@bellwether/core";
import { expect, test } from "vitest";
import { createCallDesk } from "../src/plugins/call-desk.ts";
import { type CallDesk, callPlugin } from "../src/plugins/call-plugin.ts";
import type { PluginCall } from "../src/plugins/plugin-call.ts";
import { HostMetrics } from "../src/report/host-metrics.ts";
import { createEventBus } from "../src/scope/event-bus.ts";
import { conflict } from "./kit/fake-world.ts";
import { Logs } from "./kit/logs.ts";
import { VirtualClock } from "./kit/virtual-clock.ts";

const call: PluginCall = {
  plugin: "@acme/my-mesh",
  point: "traffic-router",
  key: "my-mesh",
  method: "ensure",
  cluster: "west",
};

function openDesk(): { clock: VirtualClock; logs: Logs; metrics: HostMetrics; failures: string[]; desk: CallDesk } {
  const clock = new VirtualClock();
  const logs = new Logs();
  const metrics = new HostMetrics();
  const failures: string[] = [];
  const bus = createEventBus(() => {});
  bus.on("pluginFailed", ({ message }) => void failures.push(message));
  return {
    clock,
    logs,
    metrics,
    failures,
    desk: createCallDesk({ clock, log: logs, bus, metrics, deadlineMs: 10_000 }),
  };
}

const leftBehind = (metrics: HostMetrics): unknown =>
  metrics.registry.snapshot().find(({ name }) => name === "plugin_calls_left_behind")?.samples;

test("an answer is passed on and counted", async () => {
  const { desk, metrics } = openDesk();
  expect(await callPlugin(desk, call, () => 7)).toBe(7);
  const plugin = { name: "@acme/my-mesh" };
  expect(metrics.callsOf({ plugin, contribution: call } as never)).toEqual({ calls: 1, failed: 0, p99Ms: 1 });
});

test("a failure is blamed on plugin, contribution, method and cluster, with its cause", async () => {
  const { desk, failures } = openDesk();
  const cause = new TypeError("x is undefined");
  const failed = callPlugin(desk, call, () => Promise.reject(cause));
  const error = (await failed.catch((reason: unknown) => reason)) as RolloutError;
  const text = "traffic-router/my-mesh (plugin @acme/my-mesh) failed in ensure on cluster west: x is undefined";
  expect([error.code, error.message, error.cause]).toEqual(["PLUGIN_CALL_FAILED", text, cause]);
  expect(failures).toEqual([text]);
});

test.each([
  conflict("web"),
  new ApiUnreachable("reset"),
  new StaleRead("stale"),
  new RolloutError("RENDER_FAILED", "x"),
])("%s says nothing against the plugin and is passed on as it is", async (error) => {
  const { desk, failures } = openDesk();
  const fail = (): never => {
    throw error;
  };
  await expect(callPlugin(desk, call, fail)).rejects.toBe(error);
  expect(failures).toEqual([]);
});

test("a refusal by RBAC keeps its code and gets the blame", async () => {
  const { desk } = openDesk();
  const status = {
    kind: "Status",
    apiVersion: "v1",
    metadata: {},
    status: "Failure",
    code: 403,
    message: "no",
  } as const;
  const failed = callPlugin(desk, call, () => Promise.reject(new ApiError(status)));
  await expect(failed).rejects.toMatchObject({
    code: "ACCESS_DENIED",
    message: expect.stringContaining("failed in ensure"),
  });
});

test("who does not answer is named after 3 s, left behind after 10 s, and counted until it ends", async () => {
  const { clock, logs, desk, metrics } = openDesk();
  const late = Promise.withResolvers<void>();
  const failed = callPlugin(desk, call, () => late.promise).catch((error: unknown) => error as RolloutError);
  await clock.advance(2999);
  expect(logs.texts("warn")).toEqual([]);
  await clock.advance(1);
  expect(logs.texts("warn")).toEqual([
    "waiting 3s for traffic-router/my-mesh (plugin @acme/my-mesh) ensure on cluster west",
  ]);
  await clock.advance(7000);
  expect(await failed).toMatchObject({
    code: "PLUGIN_CALL_FAILED",
    message: "traffic-router/my-mesh (plugin @acme/my-mesh) failed in ensure on cluster west: no answer within 10s",
  });
  expect(leftBehind(metrics)).toEqual([{ labels: { plugin: "@acme/my-mesh" }, value: 1 }]);
  late.reject(new Error("too late to matter"));
  await clock.advance(0);
  expect(leftBehind(metrics)).toEqual([{ labels: { plugin: "@acme/my-mesh" }, value: 0 }]);
});

test("the signal that a call gets ends with its deadline and with the caller's", async () => {
  const { clock, desk } = openDesk();
  const signals: AbortSignal[] = [];
  const hang = (signal: AbortSignal): Promise<void> => {
    signals.push(signal);
    return new Promise(() => {});
  };
  const outer = new AbortController();
  const first = callPlugin(desk, call, hang).catch(() => {});
  const second = callPlugin(desk, call, hang, outer.signal).catch((error: unknown) => error);
  outer.abort(new Error("enough"));
  await clock.advance(10_000);
  await first;
  expect(await second).toEqual(new Error("enough"));
  expect(signals.map(({ aborted }) => aborted)).toEqual([true, true]);
});
