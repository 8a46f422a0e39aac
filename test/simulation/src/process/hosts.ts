import type { Crash } from "../faults/fault-plan.ts";
import { rivalLeaseMs, type ProcessOptions, startProcess } from "./start-process.ts";
import type { Process } from "./process.ts";

/** The replicas of the host: killed ones are followed by new processes that know nothing. */
export class Hosts {
  readonly #options: Omit<ProcessOptions, "name" | "onCrash">;
  readonly #onSuspend: (process: Process, durationMs: number) => void;
  #processes: readonly Process[] = [];
  #started = 0;

  constructor(
    options: Omit<ProcessOptions, "name" | "onCrash">,
    onSuspend: (process: Process, durationMs: number) => void,
  ) {
    this.#options = options;
    this.#onSuspend = onSuspend;
  }

  start(): void {
    this.#started += 1;
    const name = `host-${this.#started}`;
    const process = startProcess({ ...this.#options, name, onCrash: (dying, crash) => this.#crash(dying, crash) });
    this.#processes = [...this.#processes, process];
    this.#options.log(name, "starts");
  }

  /** Suspends the leader for longer than its lease. */
  suspendLeader(): void {
    const { clusters, chance, timeline } = this.#options;
    const epochOf = ({ name }: Process): number => clusters[0]?.world.epochOf(name) ?? 0;
    const leader = this.#processes
      .filter(({ isRunning }) => isRunning)
      .toSorted((a, b) => epochOf(b) - epochOf(a))
      .at(0);
    if (leader === undefined) return;
    const durationMs = rivalLeaseMs * (1.1 + 2 * chance.next());
    leader.suspend();
    this.#onSuspend(leader, durationMs);
    timeline.after(durationMs, () => {
      if (!leader.isDead) this.#options.log(leader.name, "goes on");
      leader.resume();
    });
  }

  resumeAll(): void {
    for (const process of this.#processes) process.resume();
  }

  end(): void {
    for (const process of this.#processes) process.kill();
  }

  #crash(process: Process, { downMs }: Crash): void {
    if (process.isDead) return;
    process.kill();
    this.#processes = this.#processes.filter((one) => one !== process);
    this.#options.timeline.after(downMs, () => this.start());
  }
}
