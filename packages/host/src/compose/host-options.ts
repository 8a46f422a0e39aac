import type { Clock, Logger, RolloutPlugin } from "@bellwether/core";
import type { ElectLeader } from "../clusters/election.ts";
import type { ProvidedService } from "./provided-service.ts";

export interface HostOptions {
  readonly plugins: readonly RolloutPlugin[];
  readonly log: Logger;
  readonly clock: Clock;
  /** Host-wide services for plugins, besides the host's own. */
  readonly services?: readonly ProvidedService[];
  /** Default: this host is the only one. */
  readonly electLeader?: ElectLeader;
  /** Rollouts of one cluster that are looked at at once; default 8. */
  readonly concurrency?: number;
  /** In [0, 1), for jitter. */
  readonly random?: () => number;
  /** How long a call into a plugin may take, in milliseconds; default 10,000. */
  readonly callDeadlineMs?: number;
}
