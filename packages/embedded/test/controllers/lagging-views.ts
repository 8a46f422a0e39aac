import {
  type Clock,
  compareResourceVersions,
  keyOf,
  keyText,
  type KubeClient,
  type KubeObject,
  type KubeViews,
  type ObjectChange,
  type ObjectKey,
  type ObjectView,
  type ResourceType,
  resourceName,
  StaleRead,
} from "@bellwether/core";
import { controllerOf } from "../../src/controllers/objects/owner.ts";

/** A client and views whose changes come later, as over a slow watch: reads between an own write and its event are stale. */
export class LaggingCluster {
  readonly client: KubeClient;
  readonly views: KubeViews;
  readonly #views = new Map<string, LaggingView>();
  readonly #written = new Map<string, string>();
  stale = 0;

  constructor(client: KubeClient, views: KubeViews, clock: Clock, lagMs: number) {
    const noted = (type: ResourceType, object: KubeObject): KubeObject => {
      this.#written.set(resourceName(type), object.metadata.resourceVersion ?? "0");
      return object;
    };
    this.client = {
      get: (...call) => client.get(...call),
      list: (...call) => client.list(...call),
      watch: (...call) => client.watch(...call),
      resolve: (...call) => client.resolve(...call),
      create: async (type, ...call) => noted(type, await client.create(type, ...call)),
      apply: async (type, ...call) => noted(type, await client.apply(type, ...call)),
      patch: async (type, ...call) => noted(type, await client.patch(type, ...call)),
      delete: async (type, ...call) => {
        await client.delete(type, ...call);
        const current = views.of(type);
        const lagging = this.#views.get(resourceName(type));
        if (lagging !== undefined && !lagging.agrees(current)) this.#written.set(resourceName(type), lagging.latest);
      },
    };
    this.views = {
      of: (type) => {
        const name = resourceName(type);
        let view = this.#views.get(name);
        if (view === undefined) {
          view = new LaggingView(views.of(type), clock, lagMs, (reached) => this.#check(name, reached));
          this.#views.set(name, view);
        }
        return view;
      },
      relist: () => views.relist(),
    };
  }

  #check(name: string, reached: string): void {
    if (compareResourceVersions(reached, this.#written.get(name) ?? "0") >= 0) return;
    this.stale += 1;
    throw new StaleRead(`an own write to ${name} has not come back`);
  }
}

class LaggingView implements ObjectView {
  readonly type: ResourceType;
  readonly hasSynced = true;
  readonly trouble = undefined;
  /** The version of the latest change, seen or not. */
  latest = "0";
  readonly #source: ObjectView;
  readonly #objects = new Map<string, KubeObject>();
  readonly #listeners = new Set<(change: ObjectChange) => void>();
  readonly #check: (reached: string) => void;
  #reached = "0";

  constructor(source: ObjectView, clock: Clock, lagMs: number, check: (reached: string) => void) {
    this.type = source.type;
    this.#source = source;
    this.#check = check;
    for (const object of source.list()) this.#objects.set(keyText(keyOf(object)), object);
    source.subscribe((change) => {
      this.latest = change.object.metadata.resourceVersion ?? this.latest;
      clock.after(lagMs, () => this.#apply(change));
    });
  }

  synced(signal?: AbortSignal): Promise<void> {
    return this.#source.synced(signal);
  }

  agrees(current: ObjectView): boolean {
    return current.list().length === this.#objects.size;
  }

  get(key: ObjectKey): KubeObject | undefined {
    this.#check(this.#reached);
    return this.#objects.get(keyText(key));
  }

  list(namespace?: string): readonly KubeObject[] {
    this.#check(this.#reached);
    return [...this.#objects.values()].filter(
      ({ metadata }) => (namespace ?? "") === "" || metadata.namespace === namespace,
    );
  }

  owned(ownerUid: string): readonly KubeObject[] {
    this.#check(this.#reached);
    return [...this.#objects.values()].filter((object) => controllerOf(object)?.uid === ownerUid);
  }

  subscribe(listener: (change: ObjectChange) => void): Disposable {
    this.#listeners.add(listener);
    return { [Symbol.dispose]: () => void this.#listeners.delete(listener) };
  }

  #apply(change: ObjectChange): void {
    const key = keyText(keyOf(change.object));
    if (change.type === "deleted") this.#objects.delete(key);
    else this.#objects.set(key, change.object);
    this.#reached = change.object.metadata.resourceVersion ?? this.#reached;
    for (const listener of this.#listeners) listener(change);
  }
}
