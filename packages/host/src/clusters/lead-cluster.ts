import { controller } from "@bellwether/core";
import type { Contributed } from "../plugins/contributed.ts";
import { Loop } from "../reconcile/loop.ts";
import { clusterReport } from "../report/cluster-report.ts";
import type { EventRecorder } from "../report/event-recorder.ts";
import type { EngagedCluster } from "./engage-cluster.ts";
import type { HostContext } from "./host-context.ts";

/** One term of leadership: the loop and the controllers run. */
export interface Term {
  refresh(): void;
  /** Why the cluster cannot be looked at; undefined while it answers. */
  trouble(): string | undefined;
  /** Lost: nothing of ours may write any more. */
  abandon(): void;
  /** Given up in order: what is being written ends first. */
  close(): Promise<void>;
}

export function leadCluster(host: HostContext, engaged: EngagedCluster, epoch: number, recorder: EventRecorder): Term {
  const cluster = engaged.link.name;
  const lost = new AbortController();
  const running = new Map<Contributed<unknown>, Promise<void>>();
  const stop = new AbortController();
  const report = clusterReport({ ...host, cluster, epoch, recorder });
  const { views, instances } = engaged;
  const { signal } = lost;
  const loop = new Loop({ ...host, cluster, epoch, views, viewTrouble: views.trouble, instances, signal, report });

  function startControllers(): void {
    for (const contributed of engaged.instances.all(controller)) {
      if (running.has(contributed)) continue;
      const run = async (): Promise<void> => contributed.instance.run(stop.signal);
      running.set(
        contributed,
        run().catch((error: unknown) => report.watchFailed(error)),
      );
    }
  }

  startControllers();
  return {
    trouble: () => report.trouble() ?? views.trouble(() => true),
    refresh() {
      startControllers();
      loop.refresh();
    },
    abandon() {
      const reason = new Error(`cluster ${cluster} is led by another host`);
      stop.abort(reason);
      lost.abort(reason);
      void loop.close();
    },
    async close() {
      stop.abort(new Error("the host stops"));
      await Promise.all([loop.close(), ...running.values()]);
    },
  };
}
