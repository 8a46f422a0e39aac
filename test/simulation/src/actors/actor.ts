import type { SimulatedCluster } from "../cluster/simulated-cluster.ts";
import type { FaultInjector } from "../faults/fault-injector.ts";
import type { Stage } from "../schedule/stage.ts";
import type { User } from "../scenarios/user.ts";
import type { Chance } from "../time/chance.ts";

/** Somebody besides the user and the hosts who does something to a cluster now and then. */
export interface ActorContext {
  readonly stage: Stage;
  readonly cluster: SimulatedCluster;
  readonly user: User;
  readonly faults: FaultInjector;
  readonly chance: Chance;
}

/** Acts so many times, after pauses of up to ten seconds, while things may go wrong. */
export async function actNowAndThen(
  { stage, faults, chance }: ActorContext,
  times: number,
  act: () => void,
): Promise<void> {
  for (let i = 0; i < times; i += 1) {
    await stage.sleep(chance.integer(50, chance.pick([1500, 10_000])));
    if (faults.isOver) return;
    act();
  }
}
