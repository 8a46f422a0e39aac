import { RolloutError, type KubeClient, type KubeObject, type ObjectView, type Side } from "@bellwether/core";
import { applyObject } from "../dispatch/apply-object.ts";
import { leftovers, removeLeftover, type Leftover } from "../dispatch/leftovers.ts";
import { refuseForeign, type Dispatcher } from "../dispatch/ownership.ts";
import { isPlaced, liveObject } from "../dispatch/placement.ts";
import { dispatcherOf } from "./dispatcher-of.ts";
import { readAppRollout } from "./read-app-rollout.ts";
import { isRolledApart, keepsOf, placementsOf, type RolloutSides } from "./rollout-sides.ts";

/** The objects that a rollout puts on the cluster and removes from it, one write at a time. */
export class RolloutObjects {
  readonly #client: KubeClient;
  readonly #applications: ObjectView;

  constructor(client: KubeClient, applications: ObjectView) {
    this.#client = client;
    this.#applications = applications;
  }

  /** Why the target's objects cannot be put there: one of them belongs to somebody else. */
  obstacle(rollout: KubeObject, sides: RolloutSides): RolloutError | undefined {
    const dispatcher = this.#dispatcher(rollout, sides);
    try {
      for (const placement of placementsOf(sides.target)) {
        const live = liveObject(placement);
        if (live !== undefined) refuseForeign(live, dispatcher);
      }
      return undefined;
    } catch (error) {
      if (error instanceof RolloutError) return error;
      throw error;
    }
  }

  /** Applies the first object of one side that is not there as it should be. */
  async applyNext(rollout: KubeObject, sides: RolloutSides, side: Side, signal: AbortSignal): Promise<void> {
    const ordered = sides[side];
    if (ordered?.workload === undefined) return;
    const next = placementsOf(ordered).find((placement) => !isPlaced(placement));
    if (next !== undefined) await applyObject(this.#client, next, this.#dispatcher(rollout, sides), signal);
  }

  async isCollected(rollout: KubeObject, sides: RolloutSides, signal: AbortSignal): Promise<boolean> {
    return (await this.#leftovers(rollout, sides, signal)).length === 0;
  }

  async removeNext(rollout: KubeObject, sides: RolloutSides, signal: AbortSignal): Promise<void> {
    const [next] = await this.#leftovers(rollout, sides, signal);
    if (next !== undefined) await removeLeftover(this.#client, next, signal);
  }

  async #leftovers(rollout: KubeObject, sides: RolloutSides, signal: AbortSignal): Promise<readonly Leftover[]> {
    const { target, source } = readAppRollout(rollout);
    const left = await leftovers(keepsOf(sides), this.#dispatcher(rollout, sides), [target, source], signal);
    return left.filter(({ object }) => !isRolledApart(sides, object));
  }

  #dispatcher(rollout: KubeObject, { target }: RolloutSides): Dispatcher {
    return dispatcherOf(rollout, target.application, this.#applications);
  }
}
