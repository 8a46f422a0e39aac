import { ApiError, ApiUnreachable, RolloutError, StaleRead } from "@bellwether/core";
import { blame, type PluginCall } from "./plugin-call.ts";

/** Answers of a cluster that say nothing against the plugin that asked. */
function isOfTheCluster(error: unknown): boolean {
  if (error instanceof ApiUnreachable || error instanceof StaleRead) return true;
  return error instanceof ApiError && (error.code >= 500 || [401, 404, 409, 429].includes(error.code));
}

/** The failure of a call as it is passed on: the cluster's and already readable ones as they are, others with blame. */
export function blamed(call: PluginCall, error: unknown): unknown {
  if (isOfTheCluster(error) || error instanceof RolloutError) return error;
  const code = error instanceof ApiError && error.code === 403 ? "ACCESS_DENIED" : "PLUGIN_CALL_FAILED";
  const reason = error instanceof Error ? error.message : String(error);
  return new RolloutError(code, blame(call, reason), { cause: error });
}
