import {
  ApiUnreachable,
  type Clock,
  isNotFound,
  type KubeClient,
  type KubeObject,
  mergePatchOn,
  type ObjectKey,
} from "@bellwether/core";
import { Patience, unlessAborted } from "../time/patience.ts";
import { type LeaseRecord, leases, readLease } from "./lease.ts";

type Spec = Readonly<Record<string, unknown>>;

const fieldManager = "bellwether-election";

/** A Lease as it was last seen, and when, on the own clock, it was first seen so. */
export class ObservedLease {
  readonly #client: KubeClient;
  readonly #clock: Clock;
  readonly #key: ObjectKey;
  readonly #requestMs: number;
  #object: KubeObject | undefined;
  #changedAt = 0;
  #highest = 0;

  constructor(client: KubeClient, clock: Clock, key: ObjectKey, requestMs: number) {
    this.#client = client;
    this.#clock = clock;
    this.#key = key;
    this.#requestMs = requestMs;
  }

  get record(): LeaseRecord | undefined {
    return this.#object === undefined ? undefined : readLease(this.#object);
  }

  /** Also of Leases that are gone by now. */
  get highestTransitions(): number {
    return this.#highest;
  }

  /** Until the holder counts as gone, unless the lease changes; infinite while there is none. */
  get expiresInMs(): number {
    const { record } = this;
    return record === undefined ? Number.POSITIVE_INFINITY : this.#changedAt + record.durationMs - this.#clock.now();
  }

  async look(stop?: AbortSignal): Promise<void> {
    try {
      this.#see(await this.#ask((signal) => this.#client.get(leases, this.#key, { signal }), stop));
    } catch (error) {
      if (!isNotFound(error)) throw error;
      this.#object = undefined;
    }
  }

  /** Refused with 409 when the lease is no longer as it was seen. */
  async write(spec: Spec, stop?: AbortSignal): Promise<void> {
    const seen = this.#object;
    const send = (signal: AbortSignal): Promise<KubeObject> =>
      seen === undefined
        ? this.#client.create(leases, this.#newLease(spec), { fieldManager, signal })
        : this.#client.patch(leases, this.#key, mergePatchOn(seen, { spec }), { fieldManager, signal });
    this.#see(await this.#ask(send, stop));
  }

  #newLease(spec: Spec): KubeObject {
    return { apiVersion: "coordination.k8s.io/v1", kind: "Lease", metadata: { ...this.#key }, spec };
  }

  /** No request may take so long that it endangers a term. */
  async #ask<T>(request: (signal: AbortSignal) => Promise<T>, stop: AbortSignal | undefined): Promise<T> {
    const timeout = (): Error => new ApiUnreachable(`the lease got no answer within ${this.#requestMs / 1000} s`);
    using patience = new Patience(this.#clock, this.#requestMs, timeout, stop);
    return await unlessAborted(request(patience.signal), patience.signal);
  }

  #see(lease: KubeObject): void {
    const before = JSON.stringify(this.record);
    this.#object = lease;
    if (JSON.stringify(this.record) !== before) this.#changedAt = this.#clock.now();
    this.#highest = Math.max(this.#highest, readLease(lease).transitions);
  }
}
