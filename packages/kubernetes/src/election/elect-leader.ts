import { type Clock, isConflict, isNotFound, type KubeClient, type ObjectKey, sleep } from "@bellwether/core";
import { releasedSpec, renewedSpec, takenSpec } from "./lease.ts";
import { ObservedLease } from "./observed-lease.ts";
import { HeldTerm, type Term } from "./term.ts";

export interface ElectionOptions {
  readonly client: KubeClient;
  readonly clock: Clock;
  readonly lease: ObjectKey;
  /** Of this process alone. */
  readonly identity: string;
  /** A leader that was not seen to renew for so long is followed by another. Default: 15 s. */
  readonly durationMs?: number;
  /** Default: 5 s. */
  readonly renewEveryMs?: number;
  /** A leader that could not renew for so long stops leading. Less than `durationMs`. Default: 10 s. */
  readonly renewDeadlineMs?: number;
  /** How often a follower looks at the lease. Default: 2 s. */
  readonly lookEveryMs?: number;
  /** In [0, 1); for jitter. */
  readonly random?: () => number;
}

export type ElectionState = "following" | "leading" | "stopped";

/** Takes part until disposal, which releases the lease. */
export interface Election extends AsyncDisposable {
  readonly state: ElectionState;
  /** Of the current term; undefined while not leading. */
  readonly epoch: number | undefined;
  readonly term: Term | undefined;
  /** Who held the lease when it was last seen. */
  readonly leader: string | undefined;
  /** Why the lease cannot be read or written, in words. */
  readonly trouble: string | undefined;
  /** Told when `state` has changed, and of a follower also when `trouble` has. */
  onChange(listener: (state: ElectionState) => void): Disposable;
}

/** Runs for leadership by a Lease. Clocks may disagree: a follower judges by the changes that it sees, not by written times. */
export function electLeader(options: ElectionOptions): Election {
  return new LeaseElection(options);
}

class LeaseElection implements Election {
  trouble: string | undefined;
  readonly #options: Required<ElectionOptions>;
  readonly #lease: ObservedLease;
  readonly #listeners = new Set<(state: ElectionState) => void>();
  readonly #stop = new AbortController();
  readonly #campaign: Promise<void>;
  #term: HeldTerm | undefined;

  constructor(options: ElectionOptions) {
    this.#options = {
      durationMs: 15_000,
      renewEveryMs: 5_000,
      renewDeadlineMs: 10_000,
      lookEveryMs: 2_000,
      random: Math.random,
      ...options,
    };
    const { client, clock, lease, renewEveryMs } = this.#options;
    this.#lease = new ObservedLease(client, clock, lease, renewEveryMs);
    this.#campaign = this.#run(this.#stop.signal);
  }

  get state(): ElectionState {
    if (this.#stop.signal.aborted) return "stopped";
    return this.term === undefined ? "following" : "leading";
  }

  get term(): Term | undefined {
    return this.#term?.holds() === true ? this.#term : undefined;
  }

  get epoch(): number | undefined {
    return this.term?.epoch;
  }

  get leader(): string | undefined {
    return this.#lease.record?.holder;
  }

  onChange(listener: (state: ElectionState) => void): Disposable {
    const entry = (state: ElectionState): void => listener(state);
    this.#listeners.add(entry);
    return { [Symbol.dispose]: () => void this.#listeners.delete(entry) };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#stop.abort(new Error("the election was stopped"));
    this.#term?.end("it was given up");
    await this.#campaign;
    this.#term?.end("it was given up");
    if (this.leader === this.#options.identity) {
      await this.#lease.write(releasedSpec(this.#options.clock.now())).catch(() => {});
    }
  }

  async #run(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      const pauseMs = await this.#pass().catch((error: unknown) => {
        this.#troubled(error instanceof Error ? error.message : String(error));
        return this.#jittered(this.#options.renewEveryMs / 5);
      });
      await sleep(this.#options.clock, pauseMs, signal).catch(() => {});
    }
  }

  /** Returns how long to wait for the next one. */
  async #pass(): Promise<number> {
    await (this.term === undefined ? this.#follow() : this.#renew());
    this.#troubled(undefined);
    if (this.term !== undefined) return this.#jittered(this.#options.renewEveryMs);
    return Math.min(this.#jittered(this.#options.lookEveryMs), Math.max(1, this.#lease.expiresInMs));
  }

  async #follow(): Promise<void> {
    const { clock, identity, durationMs, renewDeadlineMs } = this.#options;
    await this.#lease.look(this.#stop.signal);
    const isHeld = this.leader !== undefined && this.leader !== identity;
    if ((isHeld && this.#lease.expiresInMs > 0) || this.#stop.signal.aborted) return;
    const startedAt = clock.now();
    const epoch = this.#lease.highestTransitions + 1;
    try {
      await this.#lease.write(takenSpec(identity, epoch, durationMs, startedAt), this.#stop.signal);
    } catch (error) {
      if (isConflict(error)) return;
      throw error;
    }
    this.#term = new HeldTerm(epoch, clock, startedAt + renewDeadlineMs, () => this.#tell());
    if (this.#term.holds()) this.#tell();
  }

  async #renew(): Promise<void> {
    const { clock, identity, renewDeadlineMs } = this.#options;
    const term = this.#term;
    const startedAt = clock.now();
    try {
      await this.#lease.write(renewedSpec(startedAt), this.#stop.signal);
    } catch (error) {
      if (!isConflict(error) && !isNotFound(error)) throw error;
      await this.#lease.look(this.#stop.signal);
      const isOurs = this.leader === identity && this.#lease.record?.transitions === term?.epoch;
      if (isOurs) throw error;
      term?.end(`the lease is held by ${this.leader === undefined ? "nobody" : `"${this.leader}"`}`);
    }
    if (term?.holds() === true) term.extend(startedAt + renewDeadlineMs);
  }

  #jittered(ms: number): number {
    return ms * (0.9 + this.#options.random() / 10);
  }

  #troubled(reason: string | undefined): void {
    if (this.trouble === reason) return;
    this.trouble = reason;
    if (this.term === undefined) this.#tell();
  }

  #tell(): void {
    const { state } = this;
    for (const listener of this.#listeners) listener(state);
  }
}
