import { type Clock, type Logger, RolloutError } from "@bellwether/core";
import type { HostMetrics } from "../report/host-metrics.ts";
import type { EventBus } from "../scope/event-bus.ts";
import type { CallDesk } from "./call-plugin.ts";
import { callText, contributionOf } from "./plugin-call.ts";

export interface CallDeskOptions {
  readonly clock: Clock;
  readonly log: Logger;
  readonly bus: EventBus;
  readonly metrics: HostMetrics;
  readonly deadlineMs: number;
}

/** The desk that counts calls, names those that are waited for, and tells of those that failed, once until they succeed. */
export function createCallDesk({ clock, log, bus, metrics, deadlineMs }: CallDeskOptions): CallDesk {
  const slowMs = 3000;
  const failing = new Map<string, string>();
  return {
    clock,
    deadlineMs,
    slowMs,
    onSlow(call) {
      const { plugin, method, cluster } = call;
      log.warn(`waiting ${slowMs / 1000}s for ${callText(call)}`, {
        plugin,
        point: contributionOf(call),
        method,
        cluster,
      });
    },
    onEnd(call, result, ms, error) {
      metrics.called(call, result, ms);
      const text = callText(call);
      if (result === "answered") failing.delete(text);
      if (result === "answered" || result === "aborted" || call.method === "create" || !isOfPlugin(error)) return;
      if (failing.get(text) === error.message) return;
      failing.set(text, error.message);
      const { plugin, method, cluster = "" } = call;
      bus.emit({
        type: "pluginFailed",
        cluster,
        plugin,
        contribution: contributionOf(call),
        method,
        message: error.message,
      });
    },
    onLeftBehind: (call, change) => metrics.leftBehind(call, change),
  };
}

function isOfPlugin(error: unknown): error is RolloutError {
  return error instanceof RolloutError && (error.code === "PLUGIN_CALL_FAILED" || error.code === "PLUGIN_BAD_ANSWER");
}
