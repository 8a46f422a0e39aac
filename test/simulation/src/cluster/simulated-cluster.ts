import { type KubeClient, type KubeObject, keyOf, type ResourceType } from "@bellwether/core";
import {
  ApiServer,
  type ControllerOptions,
  memoryClient,
  memoryViews,
  type RunningControllers,
  startControllers,
  type WriteRecord,
} from "@bellwether/embedded";
import type { Origin } from "../process/host-client.ts";
import type { Chance } from "../time/chance.ts";
import type { Timeline } from "../time/timeline.ts";
import type { Entry, Write } from "../world/entry.ts";
import { customResourceDefinitions, namespaces } from "../world/resources.ts";
import { ObservedWorld } from "../world/world.ts";

export interface ClusterOptions {
  readonly name: string;
  readonly timeline: Timeline;
  readonly chance: Chance;
  readonly definitions: readonly KubeObject[];
  readonly kubelet: NonNullable<ControllerOptions["kubelet"]>;
  /** Told of every entry of the history, right after the world has taken it in. */
  readonly onEntry: (cluster: SimulatedCluster, entry: Entry) => void;
}

/** One cluster in memory, its controllers at work, with its history and the world that has come of it. */
export class SimulatedCluster implements AsyncDisposable {
  readonly name: string;
  readonly server: ApiServer;
  readonly world: ObservedWorld = new ObservedWorld();
  readonly history: Entry[] = [];
  readonly client: KubeClient;
  readonly #options: ClusterOptions;
  readonly #controllers: RunningControllers;
  readonly #origins = new WeakMap<WriteRecord, Origin>();
  #taken = 0;

  constructor(options: ClusterOptions) {
    const { name, timeline, chance, definitions, kubelet } = options;
    this.name = name;
    this.#options = options;
    this.server = new ApiServer({ clock: timeline, seed: chance.integer(0, 2 ** 32 - 1), log: 1_000_000 });
    this.client = memoryClient(this.server);
    for (const definition of definitions) this.put(customResourceDefinitions, definition);
    this.put(namespaces, { apiVersion: "v1", kind: "Namespace", metadata: { name: "vela-system" } });
    const context = { client: this.client, views: memoryViews(this.server), clock: timeline };
    const random = chance.stream("controllers");
    this.#controllers = startControllers(
      { ...context, random: () => random.next() },
      { types: this.server.types.list(), kubelet },
    );
  }

  put(type: ResourceType, object: KubeObject): void {
    const { namespace } = keyOf(object);
    this.server.create(type, { namespace, name: "" }, object, { fieldManager: "setup" });
  }

  /** Runs a write at once and puts down what it commits to its author. */
  commit<T>(origin: Origin, run: () => Promise<T>): Promise<T> {
    const { records } = this.server.log;
    const before = records.length;
    const answer = run();
    const record = records[before];
    if (record !== undefined) this.#origins.set(record, origin);
    return answer;
  }

  /** Takes what was written since into the history, one write after the other. */
  takeWrites(): void {
    const { records } = this.server.log;
    for (; this.#taken < records.length; this.#taken += 1) {
      const record = records[this.#taken] as WriteRecord;
      const write: Write = { actor: record.fieldManager, ...record, ...this.#origins.get(record), entry: "write" };
      this.world.apply(write);
      this.add(write);
    }
  }

  add(entry: Entry): void {
    this.history.push(entry);
    this.#options.onEntry(this, entry);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#controllers[Symbol.asyncDispose]();
  }
}
