/** Which rollouts a change of a workload concerns. */
export class WorkloadIndex {
  readonly #rollouts: Map<string, Set<string>> = new Map();
  readonly #workloads: Map<string, readonly string[]> = new Map();

  /** The workloads that a rollout was last seen to move. */
  set(rollout: string, workloads: readonly string[]): void {
    this.forget(rollout);
    this.#workloads.set(rollout, workloads);
    for (const workload of workloads) {
      this.#rollouts.set(workload, (this.#rollouts.get(workload) ?? new Set()).add(rollout));
    }
  }

  forget(rollout: string): void {
    for (const workload of this.#workloads.get(rollout) ?? []) {
      const rollouts = this.#rollouts.get(workload);
      rollouts?.delete(rollout);
      if (rollouts?.size === 0) this.#rollouts.delete(workload);
    }
    this.#workloads.delete(rollout);
  }

  rolloutsOf(workload: string): Iterable<string> {
    return this.#rollouts.get(workload) ?? [];
  }
}
