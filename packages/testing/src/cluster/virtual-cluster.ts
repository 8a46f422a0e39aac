import type { KubeClient, KubeObject, KubeViews, ResourceType } from "@bellwether/core";
import {
  ApiServer,
  memoryClient,
  memoryViews,
  startControllers,
  type ControllerContext,
  type ControllerOptions,
  type Interceptor,
  type RunningControllers,
  type WriteRecord,
} from "@bellwether/embedded";
import { VirtualClock } from "../virtual-clock.ts";

export interface VirtualClusterOptions extends ControllerOptions {
  /** CustomResourceDefinitions that the cluster serves. */
  readonly definitions?: readonly KubeObject[];
  /** Controllers of kinds that embedded clusters do not bring. */
  readonly extraControllers?: (context: ControllerContext) => RunningControllers;
  /** Default: a clock of its own. */
  readonly clock?: VirtualClock;
  /** The same seed and the same writes give the same names. Default 1. */
  readonly seed?: number;
}

const mostRounds = 10_000;

const definitionType: ResourceType = {
  group: "apiextensions.k8s.io",
  version: "v1",
  kind: "CustomResourceDefinition",
  plural: "customresourcedefinitions",
  namespaced: false,
};

/** A cluster in memory, its controllers at work, on a clock that the test moves. */
export class VirtualCluster implements AsyncDisposable {
  readonly clock: VirtualClock;
  readonly server: ApiServer;
  readonly client: KubeClient;
  readonly views: KubeViews;
  readonly #options: VirtualClusterOptions;
  readonly #random: () => number;
  #running: readonly RunningControllers[] = [];

  constructor(options: VirtualClusterOptions = {}) {
    const { seed = 1, clock = new VirtualClock() } = options;
    this.#options = options;
    this.clock = clock;
    this.server = new ApiServer({ clock: this.clock, seed, log: 100_000 });
    this.client = memoryClient(this.server);
    this.views = memoryViews(this.server);
    this.#random = randomOf(seed);
    for (const definition of options.definitions ?? []) this.create(definitionType, definition);
    this.resume();
  }

  /** A client whose requests pass a hand that may fail them. */
  clientWith(interceptor: Interceptor): KubeClient {
    return memoryClient(this.server, interceptor);
  }

  create(type: ResourceType, object: KubeObject): KubeObject {
    const { namespace = "" } = object.metadata;
    return this.server.create(type, { namespace, name: "" }, object, { fieldManager: "test" });
  }

  /** Writes that changed something, oldest first; of one field manager when asked. */
  writes(fieldManager?: string): readonly WriteRecord[] {
    const { records } = this.server.log;
    return fieldManager === undefined ? records : records.filter((record) => record.fieldManager === fieldManager);
  }

  /** Lets time pass; at each moment everybody finishes, then `look` is called. */
  async pass(durationMs: number, look: () => void | Promise<void> = () => undefined): Promise<void> {
    const end = this.clock.now() + durationMs;
    do {
      await this.settled();
      await look();
    } while (this.clock.step(end));
    await this.settled();
    await look();
  }

  /** No controller has anything to do before the next change or timer. Throws when they never come to rest. */
  async settled(): Promise<void> {
    for (let rounds = 0; rounds < mostRounds; rounds += 1) {
      for (const controllers of this.#running) await controllers.settled();
      if (this.#running.every(({ idle }) => idle)) return;
    }
    throw new Error("the controllers do not come to rest: one of them is never idle");
  }

  /** Stops the controllers: from now on nothing answers a write. */
  async freeze(): Promise<void> {
    const running = this.#running;
    this.#running = [];
    await Promise.all(running.map((controllers) => controllers[Symbol.asyncDispose]()));
  }

  /** Starts the controllers again. */
  resume(): void {
    const context = { client: this.client, views: this.views, clock: this.clock, random: this.#random };
    const extra = this.#options.extraControllers?.(context);
    const types = this.server.types.list().filter(({ verbs }) => verbs.includes("watch"));
    const own = startControllers(context, { types, ...this.#options });
    this.#running = extra === undefined ? [own] : [own, extra];
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.freeze();
  }
}

/** A linear congruential generator: chance that a seed repeats. */
function randomOf(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}
