import {
  componentRenderer,
  definePlugin,
  isNotFound,
  type KubeObject,
  type ResourceType,
  type RolloutPlugin,
} from "@bellwether/core";
import { customResourceDefinitions, oam } from "@bellwether/oam";
import { batchStrategies } from "@bellwether/strategy-batch";
import { startTestHost, type TestHost, type VirtualCluster } from "@bellwether/testing";
import { deployments } from "@bellwether/workload-deployment";
import { customResourceDefinitions as kruiseDefinitions, openkruise } from "@bellwether/workload-openkruise";

export type Kind = "Deployment" | "CloneSet";

const oamType = (kind: string, plural: string): ResourceType => ({
  group: "core.oam.dev",
  version: "v1beta1",
  kind,
  plural,
  namespaced: true,
});
const appRolloutType: ResourceType = oamType("AppRollout", "approllouts");
const applicationType = oamType("Application", "applications");
const definitionType = oamType("ComponentDefinition", "componentdefinitions");

const workloadTypes: Readonly<Record<Kind, ResourceType>> = {
  Deployment: { group: "apps", version: "v1", kind: "Deployment", plural: "deployments", namespaced: true },
  CloneSet: { group: "apps.kruise.io", version: "v1alpha1", kind: "CloneSet", plural: "clonesets", namespaced: true },
};

/** Renders a workload of the kind and image that the properties name, without a template language. */
function plainRenderer(): RolloutPlugin {
  return definePlugin({
    name: "@test/plain-renderer",
    version: "1.0.0",
    contributions: [
      componentRenderer.implement("cue", {
        scope: "host",
        create: () => ({
          render: async ({ parameters, context }) => ({ output: workload(context.name, parameters), outputs: {} }),
        }),
      }),
    ],
  });
}

function workload(name: string, { kind, image, replicas }: Readonly<Record<string, unknown>>): KubeObject {
  const labels = { "app.oam.dev/component": name };
  return {
    apiVersion: kind === "CloneSet" ? "apps.kruise.io/v1alpha1" : "apps/v1",
    kind: String(kind),
    metadata: {},
    spec: {
      replicas,
      selector: { matchLabels: labels },
      template: { metadata: { labels }, spec: { containers: [{ name: "main", image }] } },
    },
  };
}

/** The product on a cluster in memory, on virtual time: one Application `shop` with one component `web`. */
export class VirtualScene implements AsyncDisposable {
  readonly #running: TestHost;
  readonly #kind: Kind;

  constructor(running: TestHost, kind: Kind) {
    this.#running = running;
    this.#kind = kind;
  }

  static async open(kind: Kind): Promise<VirtualScene> {
    const definitions = [...(await customResourceDefinitions()), ...(await kruiseDefinitions())];
    const plugins = [oam(), deployments(), openkruise(), batchStrategies(), plainRenderer()];
    const scene = new VirtualScene(await startTestHost({ plugins, cluster: { definitions } }), kind);
    await scene.apply(definitionType, {
      apiVersion: "core.oam.dev/v1beta1",
      kind: "ComponentDefinition",
      metadata: { name: "plain", namespace: "default" },
      spec: { workload: {}, schematic: { cue: { template: "plain" } } },
    });
    return scene;
  }

  get cluster(): VirtualCluster {
    return this.#running.cluster();
  }

  apply(type: ResourceType, object: KubeObject): Promise<KubeObject> {
    return this.cluster.client.apply(type, object, { fieldManager: "person", force: true });
  }

  pass(seconds: number): Promise<void> {
    return this.#running.clock.advance(seconds * 1000);
  }

  until(predicate: () => boolean, seconds = 600): Promise<void> {
    return this.#running.clock.runUntil(predicate, seconds * 1000);
  }

  /** One revision for each image, `shop-v1` first. */
  async revisions(images: readonly string[], replicas: number): Promise<void> {
    for (const image of images) {
      await this.apply(applicationType, {
        apiVersion: "core.oam.dev/v1beta1",
        kind: "Application",
        metadata: { name: "shop", namespace: "default", annotations: { "app.oam.dev/rollout-template": "true" } },
        spec: { components: [{ name: "web", type: "plain", properties: { kind: this.#kind, image, replicas } }] },
      });
      await this.pass(5);
    }
  }

  async roll(
    source: string | undefined,
    target: string,
    plan: object,
    more: object = {},
    name = "roll",
  ): Promise<void> {
    await this.apply(appRolloutType, {
      apiVersion: "core.oam.dev/v1beta1",
      kind: "AppRollout",
      metadata: { name, namespace: "default" },
      spec: {
        targetAppRevisionName: target,
        ...(source === undefined ? {} : { sourceAppRevisionName: source }),
        rolloutPlan: plan,
        ...more,
      },
    });
  }

  /** The status of a rollout; empty while there is none. */
  status(name = "roll"): Readonly<Record<string, unknown>> {
    return (this.#get(appRolloutType, name)?.["status"] ?? {}) as Readonly<Record<string, unknown>>;
  }

  state(name = "roll"): string {
    return String(this.status(name)["rollingState"]);
  }

  exists(name = "roll"): boolean {
    return this.#get(appRolloutType, name) !== undefined;
  }

  delete(name = "roll"): Promise<void> {
    return this.cluster.client.delete(appRolloutType, { namespace: "default", name });
  }

  /** Rolled out by the end: `shop-v1` with so many pods. */
  async deployed(images: readonly string[], replicas: number): Promise<void> {
    await this.revisions(images, replicas);
    await this.roll(undefined, "shop-v1", { rolloutBatches: [{}] });
    await this.until(() => this.state() === "rolloutSucceed");
    await this.delete();
    await this.until(() => !this.exists());
  }

  workload(name: string): KubeObject | undefined {
    return this.#get(workloadTypes[this.#kind], name);
  }

  /** Replicas that a workload is asked to run; undefined when it is not there. */
  replicas(name: string): number | undefined {
    return (this.workload(name)?.["spec"] as { readonly replicas?: number } | undefined)?.replicas;
  }

  scale(name: string, replicas: number): Promise<KubeObject> {
    return this.edit(name, { spec: { replicas } });
  }

  edit(name: string, body: Readonly<Record<string, unknown>>): Promise<KubeObject> {
    const patch = { type: "merge", body } as const;
    return this.cluster.client.patch(workloadTypes[this.#kind], { namespace: "default", name }, patch, {
      fieldManager: "kubectl-edit",
    });
  }

  #get(type: ResourceType, name: string): KubeObject | undefined {
    try {
      return this.cluster.server.get(type, { namespace: "default", name });
    } catch (error) {
      if (isNotFound(error)) return undefined;
      throw error;
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#running[Symbol.asyncDispose]();
  }
}
