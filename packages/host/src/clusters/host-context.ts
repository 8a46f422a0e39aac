import {
  type Clock,
  clock as clockToken,
  type Logger,
  logger as loggerToken,
  type RolloutPlugin,
} from "@bellwether/core";
import type { HostOptions } from "../compose/host-options.ts";
import { createCallDesk } from "../plugins/call-desk.ts";
import type { CallDesk } from "../plugins/call-plugin.ts";
import { Instances } from "../plugins/instances.ts";
import { FairQueue } from "../reconcile/fair-queue.ts";
import { HostMetrics } from "../report/host-metrics.ts";
import { createEventBus, type EventBus } from "../scope/event-bus.ts";
import { createRootScope, type ServiceScope } from "../scope/service-scope.ts";
import { type ElectLeader, leadAlways } from "./election.ts";

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

export function createHostContext(options: HostOptions): HostContext {
  const {
    plugins,
    log,
    clock,
    services = [],
    electLeader = leadAlways,
    concurrency = 8,
    random = Math.random,
  } = options;
  const bus = createEventBus((error) =>
    log.error(`a listener failed: ${String(error)}`, { code: "INTERNAL_UNEXPECTED" }),
  );
  const metrics = new HostMetrics();
  const desk = createCallDesk({ clock, log, bus, metrics, deadlineMs: options.callDeadlineMs ?? 10_000 });
  const queue = new FairQueue({ clock, random, concurrency });
  const scope = createRootScope();
  scope.lend(clockToken, clock);
  scope.lend(loggerToken, log);
  for (const { token, instance } of services) scope.lend(token, instance);
  return { plugins, clock, log, random, bus, metrics, desk, scope, instances: new Instances(), queue, electLeader };
}
