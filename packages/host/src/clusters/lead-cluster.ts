import { isNotFound } from "@bellwether/core";
import type { ReadLive } from "../reconcile/live-look.ts";
import { Loop } from "../reconcile/loop.ts";
import type { KindLookup } from "../reconcile/observe.ts";
import { clusterReport } from "../report/cluster-report.ts";
import type { EventRecorder } from "../report/event-recorder.ts";
import type { EngagedCluster } from "./engage-cluster.ts";
import type { HostContext } from "./host-context.ts";
import { ControllerRuns } from "./run-controllers.ts";

/** One term of leadership: the loop and the controllers run. */
export interface Term {
  /** Takes in contributions that have started since. */
  refresh(): void;
  /** Why the cluster cannot be looked at; undefined while it answers. */
  trouble(): string | undefined;
  /** Lost: nothing of ours may write any more. */
  abandon(): void;
  /** Given up in order: what is being written ends first. */
  close(): Promise<void>;
}

export function leadCluster(host: HostContext, engaged: EngagedCluster, epoch: number, recorder: EventRecorder): Term {
  const { views, instances } = engaged;
  const { client } = engaged.link;
  const cluster = engaged.link.name;
  const lost = new AbortController();
  const { signal } = lost;
  const report = clusterReport({ ...host, cluster, epoch, recorder, views });
  const isServed: KindLookup = async (...type) => (await client.resolve(...type, { signal })) !== undefined;
  const readLive: ReadLive = async (type, key) => {
    await client.get(type, key, { signal }).catch((error: unknown) => {
      if (!isNotFound(error)) throw error;
    });
  };
  const viewTrouble = views.trouble;
  const work = (): { readonly loop: Loop; readonly controllers: ControllerRuns } => ({
    loop: new Loop({ ...host, cluster, epoch, views, viewTrouble, isServed, readLive, instances, signal, report }),
    controllers: new ControllerRuns({ ...host, instances, onFailure: (error) => report.watchFailed(error) }),
  });
  let working: ReturnType<typeof work> | undefined;
  let hasEnded = false;
  // What the leader before has written may not have come by our watches: its last writes are ours from now on.
  void views.relist().then(() => {
    if (!hasEnded) working = work();
  });

  return {
    trouble: () => report.trouble() ?? views.trouble(() => true),
    refresh() {
      working?.controllers.refresh();
      working?.loop.refresh();
    },
    abandon() {
      hasEnded = true;
      const reason = new Error(`cluster ${cluster} is led by another host`);
      lost.abort(reason);
      void working?.controllers.stop(reason);
      void working?.loop.close();
    },
    async close() {
      hasEnded = true;
      await Promise.all([working?.loop.close(), working?.controllers.stop(new Error("the host stops"))]);
    },
  };
}
