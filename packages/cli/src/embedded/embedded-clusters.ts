import {
  clusterSource,
  definePlugin,
  type ClusterEntry,
  type ClusterLink,
  type Clock,
  type KubeObject,
  type RolloutPlugin,
} from "@bellwether/core";
import {
  ApiServer,
  createIdentity,
  kubeconfigFor,
  memoryClient,
  memoryViews,
  serveCluster,
  startControllers,
  type ClusterIdentity,
  type Kubeconfig,
  type ServedCluster,
} from "@bellwether/embedded";
import { fixedCredentials, httpClient, linkCluster } from "@bellwether/kubernetes";
import { customResourceDefinitions as oamDefinitions } from "@bellwether/oam";
import { customResourceDefinitions as kruiseDefinitions } from "@bellwether/workload-openkruise";
import { whenAborted } from "../compose/when-aborted.ts";
import { crdType } from "../commands/crds.ts";

/** Contexts that belong together, so that a command asks all of them. */
const group = "bellwether-dev";

/** Divides every time of the embedded kubelet. */
export interface EmbeddedOptions {
  readonly speed: number;
}

/** Kubernetes clusters in this process, served on the loopback address, with what a rollout needs installed. */
export class EmbeddedClusters implements AsyncDisposable {
  readonly names: readonly string[];
  readonly kubeconfig: Kubeconfig;
  readonly #served: ReadonlyMap<string, ServedCluster>;
  readonly #clock: Clock;
  readonly #owned: AsyncDisposableStack;

  private constructor(served: ReadonlyMap<string, ServedCluster>, clock: Clock, owned: AsyncDisposableStack) {
    this.names = [...served.keys()];
    this.kubeconfig = kubeconfigFor(served, group);
    this.#served = served;
    this.#clock = clock;
    this.#owned = owned;
  }

  static async start(names: readonly string[], clock: Clock, { speed }: EmbeddedOptions): Promise<EmbeddedClusters> {
    await using owned = new AsyncDisposableStack();
    const definitions = [...(await oamDefinitions()), ...(await kruiseDefinitions())];
    const identity = await createIdentity();
    const served = await Promise.all(
      names.map(
        async (name, seed) => [name, await startCluster({ definitions, clock, seed, speed, identity, owned })] as const,
      ),
    );
    return new EmbeddedClusters(new Map(served), clock, owned.move());
  }

  /** A connection of its own, as any client would open it. */
  link(name: string): ClusterLink {
    const served = this.#served.get(name);
    if (served === undefined) throw new RangeError(`there is no embedded cluster ${name}`);
    const credentials = fixedCredentials({
      headers: { authorization: `Bearer ${served.token}` },
      tls: { ca: served.caPem },
    });
    const client = httpClient({ server: served.url, credentials, clock: this.#clock });
    return linkCluster({ name, server: served.url, client, clock: this.#clock });
  }

  /** Brings these clusters to a host, each link as `wrap` makes it. */
  plugin(wrap: (link: ClusterLink) => ClusterLink): RolloutPlugin {
    const entries: readonly ClusterEntry[] = this.names.map((name) => ({
      name,
      origin: `embedded/${name}`,
      open: async () => wrap(this.link(name)),
    }));
    return definePlugin({
      name: "@bellwether/clusters-embedded",
      version: "0.1.0",
      contributions: [
        clusterSource.implement("embedded", {
          scope: "host",
          create: () => ({
            async *observe(signal) {
              yield entries;
              await whenAborted(signal);
            },
          }),
        }),
      ],
    });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#owned.disposeAsync();
  }
}

interface ClusterParts {
  readonly definitions: readonly KubeObject[];
  readonly clock: Clock;
  readonly seed: number;
  readonly speed: number;
  readonly identity: ClusterIdentity;
  readonly owned: AsyncDisposableStack;
}

async function startCluster({
  definitions,
  clock,
  seed,
  speed,
  identity,
  owned,
}: ClusterParts): Promise<ServedCluster> {
  const api = new ApiServer({ clock, seed });
  const client = memoryClient(api);
  for (const definition of definitions) {
    await client.apply(crdType, definition, { fieldManager: "bellwether-dev", force: true });
  }
  for (const name of ["vela-system", "bellwether-system"]) await createNamespace(client, name);
  const types = api.types.list().filter(({ verbs }) => verbs.includes("watch"));
  const context = { client, views: memoryViews(api), clock, random: Math.random };
  owned.use(startControllers(context, { types, kubelet: { speed } }));
  return owned.use(await serveCluster(api, { clock, identity }));
}

async function createNamespace(client: ReturnType<typeof memoryClient>, name: string): Promise<void> {
  const type = { group: "", version: "v1", kind: "Namespace", plural: "namespaces", namespaced: false };
  await client.create(
    type,
    { apiVersion: "v1", kind: "Namespace", metadata: { name } },
    { fieldManager: "bellwether-dev" },
  );
}
