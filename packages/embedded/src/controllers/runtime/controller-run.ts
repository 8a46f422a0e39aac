import { type Clock, keyText, type Logger, type ObjectChange, type ObjectKey, StaleRead } from "@bellwether/core";
import { Alarms } from "./alarms.ts";
import type { Controller, Watch } from "./controller.ts";
import { retryDelay } from "./retry-delay.ts";

type KeySource = () => Iterable<ObjectKey>;

/** One controller at work: changes become keys, and keys are reconciled one at a time, in the order they came. */
export class ControllerRun implements AsyncDisposable {
  readonly #controller: Controller;
  readonly #log: Logger | undefined;
  readonly #queue = new Map<string, ObjectKey>();
  readonly #stale = new Map<string, ObjectKey>();
  readonly #failures = new Map<string, number>();
  readonly #alarms: Alarms;
  readonly #subscriptions: Disposable[] = [];
  readonly #stopping = new AbortController();
  readonly #synced: Promise<void>;
  #sources: KeySource[] = [];
  #hasSynced = false;
  #changes = 0;
  #working: Promise<void> | undefined;

  constructor(controller: Controller, clock: Clock, log?: Logger) {
    this.#controller = controller;
    this.#log = log;
    this.#alarms = new Alarms(clock, (key) => this.#add(key));
    this.#synced = this.#begin(controller);
  }

  /** Watches one view more, such as that of a type which was not served before. */
  add(watch: Watch): void {
    this.#follow(watch).catch((error: unknown) => this.#gaveUp(error));
  }

  /** Nothing is queued or in flight; alarms may be pending. */
  get idle(): boolean {
    return this.#working === undefined && (this.#hasSynced || this.#stopping.signal.aborted);
  }

  /** Resolves when there is nothing to do before the next change or alarm. */
  async settled(): Promise<void> {
    await this.#synced;
    while (this.#working !== undefined) await this.#working;
  }

  /** Resolves when what was in flight has ended. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#stopping.abort();
    for (const subscription of this.#subscriptions) subscription[Symbol.dispose]();
    await this.settled();
    this.#alarms[Symbol.dispose]();
  }

  async #begin({ watches, initialKeys = [] }: Controller): Promise<void> {
    try {
      await Promise.all(watches.map((watch) => this.#follow(watch)));
      this.#hasSynced = true;
      for (const key of initialKeys) this.#add(key);
      this.#wake();
    } catch (error) {
      this.#gaveUp(error);
    }
  }

  async #follow(watch: Watch): Promise<void> {
    this.#subscriptions.push(watch.view.subscribe((change) => this.#changed(watch, change)));
    await watch.view.synced(this.#stopping.signal);
    this.#sources.push(() => everyKey(watch));
    this.#wake();
  }

  #gaveUp(error: unknown): void {
    if (this.#stopping.signal.aborted) return;
    this.#log?.error(`${this.#controller.name} cannot watch`, { error: String(error) });
  }

  #changed(watch: Watch, change: ObjectChange): void {
    this.#changes += 1;
    this.#sources.push(() => watch.keys(change));
    for (const [text, key] of this.#stale) this.#queue.set(text, key);
    this.#stale.clear();
    this.#wake();
  }

  #add(key: ObjectKey): void {
    this.#queue.set(keyText(key), key);
    this.#wake();
  }

  #wake(): void {
    if (this.#hasSynced && !this.#stopping.signal.aborted) this.#working ??= this.#work();
  }

  async #work(): Promise<void> {
    // A change arrives inside somebody's write: let that end first.
    await Promise.resolve();
    for (let next = this.#next(); next !== undefined; next = this.#next()) await this.#reconcile(...next);
    this.#working = undefined;
  }

  #next(): readonly [string, ObjectKey] | undefined {
    if (this.#stopping.signal.aborted) return undefined;
    if (this.#sources.length > 0) this.#sources = this.#sources.filter((source) => !this.#drained(source));
    for (const next of this.#queue) {
      this.#queue.delete(next[0]);
      return next;
    }
    return undefined;
  }

  #drained(source: KeySource): boolean {
    try {
      for (const key of source()) this.#queue.set(keyText(key), key);
      return true;
    } catch (error) {
      if (error instanceof StaleRead) return false;
      throw error;
    }
  }

  async #reconcile(text: string, key: ObjectKey): Promise<void> {
    const changes = this.#changes;
    try {
      this.#alarms.set(key, await this.#controller.reconcile(key));
      this.#failures.delete(text);
    } catch (error) {
      if (error instanceof StaleRead) (this.#changes === changes ? this.#stale : this.#queue).set(text, key);
      else this.#retry(text, key, error);
    }
  }

  #retry(text: string, key: ObjectKey, error: unknown): void {
    const failures = (this.#failures.get(text) ?? 0) + 1;
    this.#failures.set(text, failures);
    const delayMs = retryDelay(error, failures);
    // A first conflict is everyday life: somebody else wrote meanwhile.
    const level = delayMs === 0 ? "debug" : "warn";
    this.#log?.[level](`${this.#controller.name} could not reconcile ${text}`, {
      error: String(error),
      failures,
      delayMs,
    });
    if (delayMs === 0) this.#queue.set(text, key);
    else this.#alarms.set(key, delayMs);
  }
}

function everyKey({ view, keys }: Watch): readonly ObjectKey[] {
  return view.list().flatMap((object) => [...keys({ type: "added", object })]);
}
