import type { Clock, Logger, RolloutPlugin } from "@bellwether/core";
import type { CallDesk } from "../plugins/call-plugin.ts";
import type { Instances } from "../plugins/instances.ts";
import type { FairQueue } from "../reconcile/fair-queue.ts";
import type { HostMetrics } from "../report/host-metrics.ts";
import type { EventBus } from "../scope/event-bus.ts";
import type { ServiceScope } from "../scope/service-scope.ts";
import type { ElectLeader } from "./election.ts";

/** What every cluster shares with the others. */
export interface HostContext {
  readonly plugins: readonly RolloutPlugin[];
  readonly clock: Clock;
  readonly log: Logger;
  readonly random: () => number;
  readonly bus: EventBus;
  readonly metrics: HostMetrics;
  readonly desk: CallDesk;
  readonly scope: ServiceScope;
  readonly instances: Instances;
  readonly queue: FairQueue;
  readonly electLeader: ElectLeader;
}
