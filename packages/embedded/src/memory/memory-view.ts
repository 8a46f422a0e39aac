import {
  keyOf,
  keyText,
  type KubeObject,
  type ObjectChange,
  type ObjectKey,
  type ObjectView,
  type ResourceType,
  type ViewScope,
} from "@bellwether/core";
import type { ApiServer } from "../api/api-server.ts";
import { parseLabelSelector, type LabelPredicate } from "../api/select/label-selector.ts";
import type { ServerWatchEvent, WatchSink } from "../api/requests.ts";

const changeTypes = { ADDED: "added", MODIFIED: "modified", DELETED: "deleted" } as const;

/** A view that reads the store itself, so it is never behind; it follows a type that is served later as soon as it is. */
export class MemoryView implements ObjectView, Disposable {
  readonly type: ResourceType;
  readonly #server: ApiServer;
  readonly #namespace: string;
  readonly #scope: ViewScope;
  readonly #selects: LabelPredicate;
  readonly #listeners = new Set<(change: ObjectChange) => void>();
  readonly #told = new Map<string, KubeObject>();
  readonly #waiting: (() => void)[] = [];
  #watch: Disposable | undefined;

  constructor(server: ApiServer, type: ResourceType, scope: ViewScope) {
    this.type = type;
    this.#server = server;
    this.#scope = scope;
    this.#namespace = scope.namespace ?? "";
    this.#selects = parseLabelSelector(scope.labelSelector) ?? ((): boolean => true);
    this.follow();
  }

  /** Begins to watch once the server serves the type. Reviews are never stored: their view is complete and empty. */
  follow(): void {
    const served = this.#server.types.find(this.type.group, this.type.version, this.type.plural);
    if (this.#watch !== undefined || served === undefined) return;
    const sink: WatchSink = { event: (event) => this.#changed(event), error: () => undefined };
    this.#watch = served.verbs.includes("watch")
      ? this.#server.watch(served, this.#scope, sink)
      : new DisposableStack();
    for (const resolve of this.#waiting.splice(0)) resolve();
  }

  [Symbol.dispose](): void {
    this.#watch?.[Symbol.dispose]();
    this.#listeners.clear();
  }

  get hasSynced(): boolean {
    return this.#watch !== undefined;
  }

  get trouble(): string | undefined {
    return this.#watch !== undefined ? undefined : `the server does not serve ${this.type.plural}`;
  }

  synced(signal?: AbortSignal): Promise<void> {
    if (this.#watch !== undefined) return Promise.resolve();
    return new Promise((resolve, reject) => {
      this.#waiting.push(resolve);
      signal?.addEventListener("abort", () => reject(signal.reason as Error), { once: true });
    });
  }

  get(key: ObjectKey): KubeObject | undefined {
    const object = this.#server.contents(this.type)?.get(key);
    return object !== undefined && this.#includes(object) ? object : undefined;
  }

  list(namespace: string = this.#namespace): readonly KubeObject[] {
    const objects = this.#server.contents(this.type)?.list(namespace) ?? [];
    return this.#isWhole(namespace) ? objects : objects.filter((object) => this.#includes(object));
  }

  owned(ownerUid: string): readonly KubeObject[] {
    return (this.#server.contents(this.type)?.owned(ownerUid) ?? []).filter((object) => this.#includes(object));
  }

  subscribe(listener: (change: ObjectChange) => void): Disposable {
    const entry = (change: ObjectChange): void => listener(change);
    this.#listeners.add(entry);
    return { [Symbol.dispose]: () => void this.#listeners.delete(entry) };
  }

  #isWhole(namespace: string): boolean {
    return this.#scope.labelSelector === undefined && (this.#namespace === "" || this.#namespace === namespace);
  }

  #includes(object: KubeObject): boolean {
    return (
      (this.#namespace === "" || object.metadata.namespace === this.#namespace) && this.#selects(object.metadata.labels)
    );
  }

  #changed(event: ServerWatchEvent): void {
    if (event.type === "BOOKMARK") return;
    const { object } = event;
    const key = keyText(keyOf(object));
    const previous = this.#told.get(key);
    if (event.type === "DELETED") this.#told.delete(key);
    else this.#told.set(key, object);
    const change: ObjectChange = {
      type: changeTypes[event.type],
      object,
      ...(previous === undefined ? {} : { previous }),
    };
    for (const listener of this.#listeners) listener(change);
  }
}
