import { type Clock, type Controller, controller } from "@bellwether/core";
import type { Contributed } from "../plugins/contributed.ts";
import type { Instances } from "../plugins/instances.ts";
import { keepTrying } from "../time/keep-trying.ts";
import { within } from "../time/within.ts";

export interface ControllerRunOptions {
  readonly clock: Clock;
  readonly random: () => number;
  readonly instances: Instances;
  readonly onFailure: (error: unknown) => void;
}

/** How long a controller may take to end after it was told to, in milliseconds. */
const endMs = 15_000;

/** Runs every controller of a cluster, again with back-off if one fails, until they are stopped. */
export class ControllerRuns {
  readonly #options: ControllerRunOptions;
  readonly #stop: AbortController = new AbortController();
  readonly #runs: Map<Contributed<Controller>, Promise<void>> = new Map();

  constructor(options: ControllerRunOptions) {
    this.#options = options;
    this.refresh();
  }

  /** Takes in controllers that have started since. */
  refresh(): void {
    for (const contributed of this.#options.instances.all(controller)) {
      if (!this.#runs.has(contributed)) this.#runs.set(contributed, this.#run(contributed));
    }
  }

  /** Resolves when all have ended, or have had their time to. */
  async stop(reason: Error): Promise<void> {
    this.#stop.abort(reason);
    for (const [{ key }, run] of this.#runs) {
      const hasEnded = await within(this.#options.clock, endMs, run);
      if (!hasEnded) this.#options.onFailure(new Error(`controller/${key} did not end within ${endMs / 1000}s`));
    }
  }

  async #run(contributed: Contributed<Controller>): Promise<void> {
    const { signal } = this.#stop;
    await keepTrying({ ...this.#options, signal }, async () => contributed.instance.run(signal));
  }
}
