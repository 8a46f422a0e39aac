import { ApiUnreachable, RolloutError, type Clock } from "@bellwether/core";
import type { SilentCluster } from "../text/rollout-list.ts";
import type { OpenCluster } from "./open-clusters.ts";

export interface Answers<T> {
  readonly answers: readonly T[];
  readonly silent: readonly SilentCluster[];
}

/** Asks every cluster at the same time. One that does not answer in time is listed as silent; other failures throw. */
export async function askClusters<T>(
  clusters: readonly OpenCluster[],
  timeoutMs: number,
  clock: Clock,
  ask: (cluster: OpenCluster, signal: AbortSignal) => Promise<T>,
): Promise<Answers<T>> {
  const results = await Promise.all(clusters.map(async (cluster) => answerOf(cluster, timeoutMs, clock, ask)));
  return {
    answers: results.flatMap((result) => ("answer" in result ? [result.answer] : [])),
    silent: results.flatMap((result) => ("silent" in result ? [result.silent] : [])),
  };
}

async function answerOf<T>(
  cluster: OpenCluster,
  timeoutMs: number,
  clock: Clock,
  ask: (cluster: OpenCluster, signal: AbortSignal) => Promise<T>,
): Promise<{ readonly answer: T } | { readonly silent: SilentCluster }> {
  const stop = new AbortController();
  const late = new ApiUnreachable(`no answer within ${timeoutMs / 1000}s`);
  const timer = clock.after(timeoutMs, () => stop.abort(late));
  const expired = new Promise<never>((_, reject) => {
    stop.signal.addEventListener("abort", () => reject(late), { once: true });
  });
  try {
    return { answer: await Promise.race([ask(cluster, stop.signal), expired]) };
  } catch (error) {
    if (isSilence(error) || stop.signal.aborted)
      return { silent: { name: cluster.link.name, error: (error as Error).message } };
    throw error;
  } finally {
    timer[Symbol.dispose]();
  }
}

function isSilence(error: unknown): boolean {
  return error instanceof ApiUnreachable || (error instanceof RolloutError && error.code === "CLUSTER_UNREACHABLE");
}
