import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { ClusterLink, KubeClient, KubeObject } from "@bellwether/core";
import {
  ApiServer,
  createIdentity,
  type Faults,
  kubeconfigFor,
  memoryClient,
  memoryViews,
  type ServedCluster,
  serveCluster,
  startControllers,
  type WriteRecord,
} from "@bellwether/embedded";
import { fixedCredentials, httpClient, linkCluster, type ReflectorTiming } from "@bellwether/kubernetes";
import { customResourceDefinitions as oamDefinitions } from "@bellwether/oam";
import { customResourceDefinitions as kruiseDefinitions } from "@bellwether/workload-openkruise";
import { realClock } from "./real-clock.ts";
import { type Kind, types } from "./types.ts";

export interface TestClusterOptions {
  readonly name?: string;
  /** Divides every time of the kubelet. */
  readonly speed?: number;
  readonly failingImage?: (image: string) => boolean;
}

/** An embedded cluster of this process over HTTP, with what a rollout needs installed, and faults at hand. */
export class TestCluster implements AsyncDisposable {
  readonly name: string;
  readonly api: ApiServer;
  /** What a test looks through; its requests pass no fault. */
  readonly eye: KubeClient;
  /** What goes wrong from now on. */
  faults: Faults = {};
  /** Path of a kubeconfig with one context, named as the cluster. */
  readonly kubeconfig: string;
  readonly #owned: AsyncDisposableStack;
  #served: ServedCluster;

  private constructor(
    name: string,
    api: ApiServer,
    served: ServedCluster,
    kubeconfig: string,
    owned: AsyncDisposableStack,
  ) {
    this.name = name;
    this.api = api;
    this.eye = memoryClient(api);
    this.kubeconfig = kubeconfig;
    this.#served = served;
    this.#owned = owned;
  }

  static async start({ name = "east", speed = 100, failingImage }: TestClusterOptions = {}): Promise<TestCluster> {
    await using owned = new AsyncDisposableStack();
    const api = new ApiServer({ clock: realClock, log: 100_000 });
    const client = memoryClient(api);
    const write = { fieldManager: "test" };
    for (const definition of [...(await oamDefinitions()), ...(await kruiseDefinitions())])
      await client.create(types.CustomResourceDefinition, definition, write);
    for (const namespace of ["vela-system", "bellwether-system"])
      await client.create(
        types.Namespace,
        { apiVersion: "v1", kind: "Namespace", metadata: { name: namespace } },
        write,
      );
    owned.use(
      startControllers(
        { client, views: memoryViews(api), clock: realClock, random: Math.random },
        { types: api.types.list(), kubelet: { speed, ...(failingImage && { failingImage }) } },
      ),
    );
    const folder = owned.adopt(await mkdtemp(join(tmpdir(), "bellwether-e2e-")), (path) =>
      rm(path, { recursive: true }),
    );
    let cluster: TestCluster | undefined;
    const served = await serveCluster(api, {
      clock: realClock,
      identity: await createIdentity(),
      faults: faultsOf(() => cluster?.faults),
    });
    const file = join(folder, "kubeconfig");
    await writeFile(file, JSON.stringify(kubeconfigFor(new Map([[name, served]]))));
    cluster = new TestCluster(name, api, served, file, owned.move());
    return cluster;
  }

  /** A connection of its own, as any client would open it. */
  link(timing: Partial<ReflectorTiming> = {}): ClusterLink {
    const { url, token, caPem } = this.#served;
    const credentials = fixedCredentials({ headers: { authorization: `Bearer ${token}` }, tls: { ca: caPem } });
    const client = httpClient({ server: url, credentials, clock: realClock });
    return linkCluster({ name: this.name, server: url, client, clock: realClock, timing });
  }

  /** Writes that changed something, oldest first. */
  get writes(): readonly WriteRecord[] {
    return this.api.log.records;
  }

  find(kind: Kind, name: string, namespace = "default"): KubeObject | undefined {
    return this.api.contents(types[kind])?.get({ namespace, name });
  }

  list(kind: Kind, namespace = "default"): readonly KubeObject[] {
    return this.api.contents(types[kind])?.list(namespace) ?? [];
  }

  /** The API server goes away; what is stored stays. */
  async goAway(): Promise<void> {
    await this.#served[Symbol.asyncDispose]();
  }

  /** It is back at the same address as the same cluster. */
  async comeBack(): Promise<void> {
    const { port, identity } = this.#served;
    this.#served = await serveCluster(this.api, {
      clock: realClock,
      port,
      identity,
      faults: faultsOf(() => this.faults),
    });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#served[Symbol.asyncDispose]();
    await this.#owned.disposeAsync();
  }
}

function faultsOf(current: () => Faults | undefined): Faults {
  return {
    onRequest: (request) => current()?.onRequest?.(request),
    onWatchEvent: (request, event) => current()?.onWatchEvent?.(request, event),
  };
}
