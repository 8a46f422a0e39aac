import { type Clock, RolloutError } from "@bellwether/core";
import { blamed } from "./blamed.ts";
import { blame, type CallResult, type PluginCall } from "./plugin-call.ts";

/** Where calls into plugins are timed and reported. */
export interface CallDesk {
  readonly clock: Clock;
  /** Milliseconds after which an answer is not waited for. */
  readonly deadlineMs: number;
  /** Milliseconds after which `onSlow` names who is being waited for. */
  readonly slowMs: number;
  onSlow(call: PluginCall): void;
  onEnd(call: PluginCall, result: CallResult, ms: number, error?: unknown): void;
  /** A call that ignores its signal goes on without anybody waiting: +1, and -1 when it ends after all. */
  onLeftBehind(call: PluginCall, change: 1 | -1): void;
}

/**
 * Every call into a plugin. What the cluster refused is thrown as it is, everything else as `RolloutError` with the
 * plugin's name. `within` ends the wait with its reason, and no blame.
 */
export function callPlugin<T>(
  desk: CallDesk,
  call: PluginCall,
  run: (signal: AbortSignal) => T | Promise<T>,
  within?: AbortSignal,
): Promise<T> {
  const { clock, deadlineMs, slowMs } = desk;
  const started = clock.now();
  const patience = new AbortController();
  const { promise, resolve, reject } = Promise.withResolvers<T>();
  let waiting = true;

  const end = (result: CallResult, error?: unknown): void => {
    waiting = false;
    slow[Symbol.dispose]();
    late[Symbol.dispose]();
    within?.removeEventListener("abort", leave);
    desk.onEnd(call, result, clock.now() - started, error);
    if (error !== undefined) reject(error);
  };
  const leaveBehind = (result: "timedOut" | "aborted", reason: unknown): void => {
    desk.onLeftBehind(call, 1);
    end(result, reason);
    patience.abort(reason);
  };
  const leave = (): void => leaveBehind("aborted", within?.reason ?? new Error("aborted"));
  const slow = clock.after(slowMs, () => desk.onSlow(call));
  const late = clock.after(deadlineMs, () => {
    const reason = blame(call, `no answer within ${deadlineMs / 1000}s`);
    const remedy = "pass the signal on to your requests; the rollout waits meanwhile";
    leaveBehind("timedOut", new RolloutError("PLUGIN_CALL_FAILED", reason, { remedy }));
  });

  const ask = async (): Promise<void> => {
    try {
      const answer = await run(patience.signal);
      if (waiting) {
        end("answered");
        resolve(answer);
      } else desk.onLeftBehind(call, -1);
    } catch (error) {
      const thrown = blamed(call, error);
      if (waiting) end(thrown === error ? "refused" : "failed", thrown);
      else desk.onLeftBehind(call, -1);
    }
  };
  if (within?.aborted === true) end("aborted", within.reason ?? new Error("aborted"));
  else {
    within?.addEventListener("abort", leave, { once: true });
    void ask();
  }
  return promise;
}
