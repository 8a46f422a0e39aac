import {
  ApiError,
  type Clock,
  type KubeObject,
  type ObjectKey,
  type RolloutPlan,
  type RolloutStatus,
  StaleRead,
} from "@bellwether/core";

export interface FakeRollout {
  readonly name: string;
  readonly target: string;
  readonly source: string;
  readonly plan: RolloutPlan;
  readonly status: RolloutStatus | undefined;
  readonly version: number;
  readonly generation: number;
  readonly finalizer: boolean;
  readonly deleted: boolean;
}

/** Five pods of one object, as a CloneSet has them. */
export interface FakeWorkload {
  readonly kind: string;
  readonly located: boolean;
  readonly claimed: boolean;
  readonly updated: number;
  readonly ready: number;
}

export interface FakeWrite {
  readonly rollout: string;
  readonly what: string;
}

/** One cluster's rollouts, each with a workload of its name whose pods get ready a second after they were asked for. */
export class FakeWorld {
  readonly writes: FakeWrite[] = [];
  readonly kubeEvents: KubeObject[] = [];
  /** Called before a write; may throw in the server's place. */
  beforeWrite: (write: FakeWrite) => void = () => {};
  /** Called after a write; may throw as if its reply were lost. */
  afterWrite: (write: FakeWrite) => void = () => {};
  /** Why the watch of rollouts is not current. */
  viewTrouble: string | undefined;
  /** How a new list of everything goes. */
  relist: () => Promise<void> = async () => {};
  /** What the source answers instead of a rollout. */
  sourceFailure: Error | undefined;
  /** While true, nothing shows an own write yet, or no workload does. */
  lagging: boolean | "workloads" = false;
  readonly #clock: Clock;
  readonly #rollouts: Map<string, FakeRollout> = new Map();
  readonly #workloads: Map<string, FakeWorkload> = new Map();
  readonly #listeners: Set<(key: ObjectKey) => void> = new Set();

  /** Kinds that the cluster serves. */
  readonly served: Set<string> = new Set(["FakeSet"]);

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  get names(): readonly string[] {
    return [...this.#rollouts.keys()];
  }

  add(name: string, kind = "FakeSet"): void {
    const plan: RolloutPlan = { rolloutBatches: [{ replicas: 1 }, { replicas: 2 }, { replicas: 2 }] };
    const rollout = { name, target: "v2", source: "v1", plan, status: undefined, version: 1, generation: 1 };
    this.#rollouts.set(name, { ...rollout, finalizer: false, deleted: false });
    this.#workloads.set(name, { kind, located: false, claimed: false, updated: 0, ready: 5 });
    this.tell(name);
  }

  rollout(name: string): FakeRollout {
    const rollout = this.#rollouts.get(name);
    if (rollout === undefined) throw notFound(name);
    return rollout;
  }

  workload(name: string): FakeWorkload {
    const workload = this.#workloads.get(name);
    if (workload === undefined) throw notFound(name);
    return workload;
  }

  kindOf(name: string): string {
    return this.workload(name).kind;
  }

  stateOf(name: string): string | undefined {
    return this.rollout(name).status?.state.rollingState;
  }

  check(): void {
    if (this.sourceFailure !== undefined) throw this.sourceFailure;
    if (this.lagging === true) this.checkWorkloads();
  }

  checkWorkloads(): void {
    if (this.lagging !== false) throw new StaleRead("the last write has not come back yet");
  }

  /** An edit by somebody else. */
  edit(name: string, change: Partial<FakeRollout>): void {
    const rollout = this.rollout(name);
    const generation = rollout.generation + 1;
    this.#rollouts.set(name, { ...rollout, ...change, generation, version: rollout.version + 1 });
    this.tell(name);
  }

  remove(name: string): void {
    this.#rollouts.delete(name);
    this.tell(name);
  }

  /** A write of the host's to the rollout object, on the version that it has seen. */
  writeRollout(seen: { name: string; version: number }, what: string, change: Partial<FakeRollout>): void {
    this.#write({ rollout: seen.name, what }, () => {
      const rollout = this.rollout(seen.name);
      if (rollout.version !== seen.version) throw conflict(seen.name);
      this.#rollouts.set(seen.name, { ...rollout, ...change, version: rollout.version + 1 });
    });
  }

  writeWorkload(name: string, what: string, change: Partial<FakeWorkload>): void {
    this.#write({ rollout: name, what }, () => this.#workloads.set(name, { ...this.workload(name), ...change }));
  }

  askUpdated(name: string, pods: number): void {
    const more = Math.max(0, pods - this.workload(name).updated);
    this.#clock.after(1000, () => {
      this.#workloads.set(name, { ...this.workload(name), ready: 5 });
      this.tell(name);
    });
    this.writeWorkload(name, `pods ${pods}`, { updated: pods, ready: 5 - more });
  }

  subscribe(listener: (key: ObjectKey) => void): Disposable {
    this.#listeners.add(listener);
    return { [Symbol.dispose]: () => void this.#listeners.delete(listener) };
  }

  tell(name: string): void {
    for (const listener of this.#listeners) listener({ namespace: "default", name });
  }

  #write(write: FakeWrite, commit: () => void): void {
    this.beforeWrite(write);
    commit();
    this.writes.push(write);
    this.tell(write.rollout);
    this.afterWrite(write);
  }
}

function answer(code: number, reason: string, message: string): ApiError {
  return new ApiError({ kind: "Status", apiVersion: "v1", metadata: {}, status: "Failure", code, reason, message });
}

export function conflict(name: string): ApiError {
  return answer(409, "Conflict", `${name} has changed`);
}

function notFound(name: string): ApiError {
  return answer(404, "NotFound", `${name} not found`);
}
