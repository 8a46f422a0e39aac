import {
  ApiError,
  ApiUnreachable,
  type Clock,
  compareResourceVersions,
  isExpired,
  isNotFound,
  type KubeClient,
  type KubeObject,
  type ResourceType,
  sleep,
  type ViewScope,
  type WatchEvent,
} from "@bellwether/core";
import { Backoff } from "../time/backoff.ts";
import { Patience, unlessAborted } from "../time/patience.ts";
import { listAll } from "./list-all.ts";
import type { ReflectorTiming } from "./reflector-timing.ts";
import { StaleAnswer } from "./stale-answer.ts";

export interface ReflectorOptions {
  readonly client: KubeClient;
  readonly clock: Clock;
  readonly type: ResourceType;
  readonly scope: ViewScope;
  /** In [0, 1); for jitter. */
  readonly random: () => number;
  readonly timing: ReflectorTiming;
  /** The first list may not be older than this resourceVersion. */
  readonly notBefore: string | undefined;
}

/** Receives what a reflector sees, in order. */
export interface ReflectorTarget {
  replaced(objects: readonly KubeObject[], version: string): void;
  changed(object: KubeObject, version: string): void;
  deleted(object: KubeObject, version: string): void;
  /** Everything up to this version has been shown. */
  reached(version: string): void;
  /** It expects something that the watch has not shown yet. A silent stream may have lost it. */
  readonly isWaiting: boolean;
  /** Tells whenever it begins to wait. */
  onWaiting(listener: () => void): Disposable;
  /** The watch went past something that it should have shown. */
  readonly hasLost: boolean;
  /** Why list or watch fail, in words; undefined when they succeed again. */
  troubled(reason: string | undefined): void;
}

/** A watch that is refused more often for the same version, for whatever reason, is started from a new list. */
const resumesBeforeRelist = 3;

/** A type that is not served yet is looked for so often at least: its definition may come. */
const notServedMs = 5_000;

/** A watch may expire now and then; one after the other, what they show in between is no sign that all is well. */
const expiriesBeforeTrouble = 2;

/** A watch that lives so long has not expired at once. */
const steadyMs = 3_000;

/** Lists, then watches, and resumes for ever: no error ends it, and what it shows never goes back in time. */
export class Reflector {
  readonly #options: ReflectorOptions;
  readonly #target: ReflectorTarget;
  readonly #failures: Backoff;
  readonly #relists: Backoff;
  #seen: string | undefined;
  #listedAt = 0;
  #resumable = false;
  #refusals = 0;
  /** Watches in a row that expired before they were accepted. */
  #expired = 0;
  #round = new AbortController();
  #isListing = false;
  #listsAgain = false;
  #relisted: PromiseWithResolvers<void> | undefined;

  constructor(options: ReflectorOptions, target: ReflectorTarget) {
    const { clock, random, timing } = options;
    const pace = { clock, random, firstMs: timing.firstBackoffMs, maxMs: timing.maxBackoffMs };
    this.#options = options;
    this.#target = target;
    this.#seen = options.notBefore;
    this.#failures = new Backoff(pace);
    this.#relists = new Backoff(pace);
  }

  /** Ends only when the signal aborts. */
  async run(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      // Linked by hand: Node keeps a signal of AbortSignal.any() that is listened to for as long as its sources live.
      const controller = new AbortController();
      const round = controller.signal;
      const end = (): void => controller.abort(signal.reason);
      signal.addEventListener("abort", end, { once: true });
      this.#round = controller;
      try {
        const isOld = this.#options.clock.now() - this.#listedAt > this.#options.timing.relistMs;
        if (!this.#resumable || isOld) await this.#list(round);
        await this.#watch(round);
      } catch (error) {
        if (signal.aborted) return;
        if (round.aborted) continue;
        if (isExpired(error)) this.#expired += 1;
        if (isExpired(error) || (!isTemporary(error) && ++this.#refusals > resumesBeforeRelist))
          this.#resumable = false;
        this.#target.troubled(`${this.#options.type.plural}: ${reasonOf(error)}`);
        this.#tellRelisted();
        const pace = this.#resumable ? this.#failures : this.#relists;
        const delayMs = Math.min(pace.next(), isNotFound(error) ? notServedMs : Number.POSITIVE_INFINITY);
        await sleep(this.#options.clock, Math.max(delayMs, retryAfterMs(error)), round).catch(() => {});
      } finally {
        signal.removeEventListener("abort", end);
      }
    }
  }

  /** Lists anew, after a list that is under way; resolves when that is shown, or has failed and is told as trouble. */
  relist(): Promise<void> {
    this.#resumable = false;
    this.#relisted ??= Promise.withResolvers<void>();
    if (this.#isListing) this.#listsAgain = true;
    else this.#round.abort(new Error("a new list is asked for"));
    return this.#relisted.promise;
  }

  #tellRelisted(): void {
    this.#relisted?.resolve();
    this.#relisted = undefined;
  }

  async #list(signal: AbortSignal): Promise<void> {
    this.#isListing = true;
    try {
      do {
        this.#listsAgain = false;
        await this.#listOnce(signal);
      } while (this.#listsAgain);
    } finally {
      this.#isListing = false;
    }
    this.#tellRelisted();
  }

  async #listOnce(signal: AbortSignal): Promise<void> {
    const list = await listAll({ ...this.#options, signal, accept: (version) => this.#refuseOlder(version) });
    signal.throwIfAborted();
    this.#target.replaced(list.items, list.resourceVersion);
    this.#seen = list.resourceVersion;
    this.#listedAt = this.#options.clock.now();
    this.#resumable = true;
    this.#refusals = 0;
  }

  async #watch(signal: AbortSignal): Promise<void> {
    const { client, clock, random, type, scope, timing } = this.#options;
    const silence = new ApiUnreachable("the watch fell silent");
    const limitMs = (): number => (this.#target.isWaiting ? timing.overdueMs : timing.silenceMs);
    using patience = new Patience(clock, limitMs(), () => silence, signal);
    using _overdue = this.#target.onWaiting(() => patience.extend(timing.overdueMs));
    using _accepted = clock.after(timing.acceptedMs, () => {
      this.#failures.reset();
      this.#target.troubled(undefined);
    });
    using _steady = clock.after(steadyMs, () => {
      if (this.#expired >= expiriesBeforeTrouble) this.#target.troubled(undefined);
      this.#expired = 0;
    });
    const stream = client.watch(type, {
      ...scope,
      resourceVersion: this.#seen ?? "",
      timeoutSeconds: Math.round((timing.watchMs * (0.5 + random() / 2)) / 1000),
      signal: patience.signal,
    });
    const events = stream[Symbol.asyncIterator]();
    const opened = { at: clock.now(), version: this.#seen };
    try {
      for (;;) {
        const { done, value } = await unlessAborted(events.next(), patience.signal);
        if (done === true) break;
        this.#show(value);
        this.#refuseLoss();
        patience.extend(limitMs());
        if (this.#expired < expiriesBeforeTrouble) this.#target.troubled(undefined);
      }
    } catch (error) {
      if (error !== silence) throw error;
      if (this.#target.isWaiting) this.#resumable = false;
      return;
    } finally {
      void Promise.resolve(events.return?.()).catch(() => {});
    }
    if (this.#target.isWaiting) this.#resumable = false;
    const fruitless = clock.now() - opened.at < timing.acceptedMs && this.#seen === opened.version;
    if (fruitless) await sleep(clock, this.#failures.next(), signal);
  }

  #show(event: WatchEvent): void {
    const version = event.type === "BOOKMARK" ? event.resourceVersion : (event.object.metadata.resourceVersion ?? "");
    this.#refuseOlder(version);
    if (event.type === "BOOKMARK") this.#target.reached(version);
    else if (event.type === "DELETED") this.#target.deleted(event.object, version);
    else this.#target.changed(event.object, version);
    if (version === this.#seen) return;
    this.#seen = version;
    this.#refusals = 0;
    this.#failures.reset();
  }

  #refuseLoss(): void {
    if (!this.#target.hasLost) return;
    this.#resumable = false;
    throw new StaleAnswer("the watch has lost an event: it went past a write that it did not show");
  }

  #refuseOlder(version: string): void {
    if (!/^\d+$/.test(version)) throw new StaleAnswer(`the resourceVersion "${version}" is not a number`);
    if (this.#seen !== undefined && compareResourceVersions(version, this.#seen) < 0) {
      throw new StaleAnswer(`the server shows version ${version}, but version ${this.#seen} was seen before`);
    }
  }
}

/** The server cannot answer now; that says nothing about the version to resume from. */
function isTemporary(error: unknown): boolean {
  return error instanceof ApiUnreachable || (error instanceof ApiError && (error.code === 429 || error.code === 503));
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

function retryAfterMs(error: unknown): number {
  return error instanceof ApiError ? (error.status.details?.retryAfterSeconds ?? 0) * 1000 : 0;
}
