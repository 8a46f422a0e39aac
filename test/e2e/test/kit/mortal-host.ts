import type { KubeObject, ResourceType } from "@bellwether/core";
import { memoryViews, type RequestFault, type SeenRequest } from "@bellwether/embedded";
import { startDaemon } from "./daemon.ts";
import { startTestHost } from "./host.ts";
import type { TestCluster } from "./test-cluster.ts";
import { types } from "./types.ts";

/** One life of a host. Disposal is its death. */
type Birth = (cluster: TestCluster) => Promise<AsyncDisposable>;

/** In a process of its own, which dies by SIGKILL. */
export const asProcess: Birth = async (cluster) => {
  expireLease(cluster);
  return startDaemon(cluster);
};

/** In this process. None of its requests comes through once it is dead. */
export const inProcess: Birth = (cluster) => startTestHost([cluster]);

export interface Fate {
  readonly born: Birth;
  readonly when: "before" | "after";
  /** Whether the host dies at this write, counted from 0. */
  readonly diesAt: (write: number) => boolean;
}

/** A host that dies before or after its writes take effect, and is started again each time. */
export class MortalHost implements AsyncDisposable {
  deaths = 0;
  readonly #cluster: TestCluster;
  readonly #fate: Fate;
  readonly #views: ReturnType<typeof memoryViews>;
  #life: Promise<AsyncDisposable>;
  #isDead = false;
  /** What is to be written before another death; a request that is refused does not count. */
  #isSpared = false;
  #last: SeenRequest | undefined;
  #writes = 0;

  constructor(cluster: TestCluster, fate: Fate) {
    this.#cluster = cluster;
    this.#fate = fate;
    this.#life = fate.born(cluster);
    this.#views = memoryViews(cluster.api);
    for (const type of Object.values(types))
      this.#views.of(type).subscribe(({ object }) => this.#changed(type, object));
    cluster.faults = { onRequest: (request) => this.#asked(request) };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#cluster.faults = {};
    this.#views[Symbol.dispose]();
    await (await this.#life)[Symbol.asyncDispose]();
  }

  #asked(request: SeenRequest): RequestFault | undefined {
    if (this.#isDead) return { type: "drop" };
    if (!isWrite(request)) return undefined;
    this.#last = request;
    if (this.#fate.when === "after" || this.#isSpared || !this.#fate.diesAt(this.#writes)) return undefined;
    this.#die();
    this.#isSpared = true;
    return { type: "drop" };
  }

  /** Called inside the write that makes a change. */
  #changed({ plural }: ResourceType, { metadata: { name = "" } }: KubeObject): void {
    const [path = ""] = this.#last?.path.split("?") ?? [];
    if (!path.endsWith(`/${plural}`) && !path.includes(`/${plural}/${name}`)) return;
    this.#last = undefined;
    this.#isSpared = false;
    if (this.#fate.diesAt(this.#writes++) && this.#fate.when === "after") this.#die();
  }

  #die(): void {
    this.#isDead = true;
    this.#last = undefined;
    this.deaths += 1;
    this.#life = this.#life.then(async (life) => {
      await life[Symbol.asyncDispose]();
      this.#isDead = false;
      return this.#fate.born(this.#cluster);
    });
  }
}

/** Writes that bring a rollout about: neither of the lease nor of events. */
function isWrite({ method, path }: SeenRequest): boolean {
  return method !== "GET" && !/\/(leases|events)\b/.test(path);
}

/** What waiting for its end would do. */
function expireLease(cluster: TestCluster): void {
  const key = { namespace: "bellwether-system", name: "bellwether-0" };
  if (cluster.find("Lease", key.name, key.namespace) === undefined) return;
  cluster.api.patch(
    types.Lease,
    key,
    { type: "merge", body: { spec: { holderIdentity: "" } } },
    { fieldManager: "time" },
  );
}
