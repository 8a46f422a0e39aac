import type { Clock, KubeObject, ResourceType } from "@bellwether/core";
import { customResourceDefinitions as openKruise } from "@bellwether/openkruise-models/crds";
import { ApiServer } from "../../src/api/api-server.ts";
import type { ReplicaSet } from "../../src/controllers/replicaset/replica-set.ts";
import {
  type ControllerOptions,
  type RunningControllers,
  startControllers,
} from "../../src/controllers/start-controllers.ts";
import { isReady, type Pod } from "../../src/controllers/objects/pod.ts";
import * as types from "../../src/controllers/objects/resource-types.ts";
import type { Interceptor } from "../../src/memory/interceptor.ts";
import { memoryClient } from "../../src/memory/memory-client.ts";
import { memoryViews } from "../../src/memory/memory-views.ts";
import { LaggingCluster } from "./lagging-views.ts";

export const cloneSets: ResourceType = {
  group: "apps.kruise.io",
  version: "v1alpha1",
  kind: "CloneSet",
  plural: "clonesets",
  namespaced: true,
};

interface Timer {
  readonly at: number;
  readonly callback: () => void;
}

class VirtualClock implements Clock {
  #now = Date.parse("2026-01-01T00:00:00Z");
  readonly #timers = new Set<Timer>();

  now(): number {
    return this.#now;
  }

  after(delayMs: number, callback: () => void): Disposable {
    const timer = { at: this.#now + delayMs, callback };
    this.#timers.add(timer);
    return { [Symbol.dispose]: () => void this.#timers.delete(timer) };
  }

  get pending(): number {
    return this.#timers.size;
  }

  /** Moves to the next timer up to `end` and runs it; false when there is none. */
  step(end: number): boolean {
    const [next] = [...this.#timers].sort((a, b) => a.at - b.at);
    if (next === undefined || next.at > end) {
      this.#now = end;
      return false;
    }
    this.#timers.delete(next);
    this.#now = Math.max(this.#now, next.at);
    next.callback();
    return true;
  }
}

type Json = Readonly<Record<string, unknown>>;

export interface VirtualClusterOptions extends ControllerOptions {
  /** How late the controllers see changes; not at all when absent. */
  readonly lagMs?: number;
  /** Stands between the controllers and the cluster. */
  readonly interceptor?: Interceptor;
}

/** A cluster with its controllers on a clock that the test moves. */
export class VirtualCluster implements AsyncDisposable {
  readonly clock: VirtualClock = new VirtualClock();
  readonly server: ApiServer;
  readonly controllers: RunningControllers;

  /** Set when the controllers see changes late. */
  readonly lagging: LaggingCluster | undefined;

  constructor({ lagMs, interceptor, ...options }: VirtualClusterOptions, seed: number) {
    this.server = new ApiServer({ clock: this.clock, seed, log: 10_000 });
    let state = seed;
    const random = (): number => {
      state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
      return state / 2 ** 32;
    };
    const [client, views] = [memoryClient(this.server, interceptor), memoryViews(this.server)];
    this.lagging = lagMs === undefined ? undefined : new LaggingCluster(client, views, this.clock, lagMs);
    const ports = this.lagging ?? { client, views };
    const context = { client: ports.client, views: ports.views, clock: this.clock, random };
    this.controllers = startControllers(context, { types: this.server.types.list(), ...options });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.controllers[Symbol.asyncDispose]();
  }

  /** Lets the time pass, and at each moment everybody finish; `look` is called after each moment. */
  async pass(ms: number, look: () => void = () => undefined): Promise<void> {
    const end = this.clock.now() + ms;
    do {
      await this.controllers.settled();
      look();
    } while (this.clock.step(end));
    await this.controllers.settled();
    look();
  }

  create(type: ResourceType, object: KubeObject): KubeObject {
    const { namespace = "" } = object.metadata;
    return this.server.create(type, { namespace, name: "" }, object, { fieldManager: "test" });
  }

  merge(type: ResourceType, name: string, body: Json, subresource?: string): KubeObject {
    const key = { namespace: type.namespaced ? "default" : "", name };
    const request = { fieldManager: "test", ...(subresource === undefined ? {} : { subresource }) };
    return this.server.patch(type, key, { type: "merge", body }, request);
  }

  get(type: ResourceType, name: string): KubeObject | undefined {
    return this.server.contents(type)?.get({ namespace: type.namespaced ? "default" : "", name });
  }

  list(type: ResourceType): readonly KubeObject[] {
    return this.server.contents(type)?.list("") ?? [];
  }

  /** Pods that are not on their way out. */
  pods(): readonly Pod[] {
    return (this.list(types.pods) as readonly Pod[]).filter(({ metadata }) => metadata.deletionTimestamp === undefined);
  }

  replicaSets(): readonly ReplicaSet[] {
    return this.list(types.replicaSets) as readonly ReplicaSet[];
  }

  /** How many pods have each image, as `v1` or `v2`; ready ones only when asked. */
  images(only?: "ready"): Readonly<Record<string, number>> {
    const counts: Record<string, number> = {};
    for (const pod of this.pods()) {
      if (only === "ready" && !isReady(pod)) continue;
      const tag = pod.spec.containers[0]?.image?.split(":")[1] ?? "";
      counts[tag] = (counts[tag] ?? 0) + 1;
    }
    return counts;
  }
}

export async function startCluster(options: VirtualClusterOptions = {}, seed: number = 1): Promise<VirtualCluster> {
  const cluster = new VirtualCluster(options, seed);
  for (const definition of await openKruise()) {
    cluster.create(types.customResourceDefinitions, definition);
  }
  await cluster.pass(10);
  return cluster;
}

export function templateOf(tag: string, annotations: Readonly<Record<string, string>> = {}): Json {
  return {
    metadata: { labels: { app: "web" }, annotations },
    spec: { containers: [{ name: "web", image: `web:${tag}` }] },
  };
}

export function deploymentOf(replicas: number, spec: Json = {}): KubeObject {
  return {
    apiVersion: "apps/v1",
    kind: "Deployment",
    metadata: { name: "web", namespace: "default" },
    spec: { replicas, selector: { matchLabels: { app: "web" } }, template: templateOf("v1"), ...spec },
  };
}

export function cloneSetOf(replicas: number, updateStrategy: Json = {}, spec: Json = {}): KubeObject {
  return {
    apiVersion: "apps.kruise.io/v1alpha1",
    kind: "CloneSet",
    metadata: { name: "web", namespace: "default" },
    spec: { replicas, selector: { matchLabels: { app: "web" } }, template: templateOf("v1"), updateStrategy, ...spec },
  };
}
