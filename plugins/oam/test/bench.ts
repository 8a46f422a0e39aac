import {
  RolloutError,
  type AdapterLookup,
  type ComponentRenderer,
  type KubeObject,
  type ObservedRollout,
  type ResourceType,
  type WorkloadAdapter,
} from "@bellwether/core";
import { LogLines, VirtualCluster } from "@bellwether/testing";
import { ApplicationController } from "../src/application/application-controller.ts";
import { customResourceDefinitions } from "../src/index.ts";
import { applicationRevisions, applications, appRollouts, componentDefinitions } from "../src/kinds/resource-types.ts";
import { AppRolloutSource } from "../src/rollout/app-rollout-source.ts";

export const namespace = "default";

export const deployments: ResourceType = {
  group: "apps",
  version: "v1",
  kind: "Deployment",
  plural: "deployments",
  namespaced: true,
};
export const services: ResourceType = { ...deployments, group: "", kind: "Service", plural: "services" };

export const signal: AbortSignal = new AbortController().signal;

/** Templates are JSON; the parameters become the output's annotations, so that each content has its own manifest. */
const jsonRenderer: ComponentRenderer = {
  async render({ component, template, parameters, context }) {
    if (!template.startsWith("{")) {
      throw new RolloutError(
        "RENDER_FAILED",
        `The template of component "${component}" does not evaluate: ${template}`,
      );
    }
    const { output, outputs = {} } = JSON.parse(template.replaceAll("$name", context.name)) as {
      output: KubeObject;
      outputs?: Record<string, KubeObject>;
    };
    const image = parameters["image"] as string;
    return { output: { ...output, metadata: { annotations: { image } } }, outputs };
  },
};

/** A pair of Deployments, or one in place. Held is paused. */
function deploymentAdapter(placement: "pair" | "inPlace"): WorkloadAdapter {
  const unused = (): never => {
    throw new Error("a source only asks how to hold");
  };
  return {
    type: deployments,
    placement,
    hold: (manifest, revision, live) => ({
      ...manifest,
      metadata: placement === "pair" ? { ...manifest.metadata, name: revision } : manifest.metadata,
      spec: { ...specOf(manifest), paused: true, replicas: live === undefined ? 0 : specOf(live)["replicas"] },
    }),
    observe: unused,
    ensureClaimed: unused,
    ensurePods: unused,
    ensureReleased: unused,
    subscribe: unused,
  };
}

export function specOf(object: KubeObject | undefined): Record<string, unknown> {
  return (object?.["spec"] ?? {}) as Record<string, unknown>;
}

export const inPlace: AdapterLookup = () => deploymentAdapter("inPlace");
export const pair: AdapterLookup = () => deploymentAdapter("pair");
export const noAdapter: AdapterLookup = () => undefined;

interface Template {
  readonly output: object;
  readonly outputs?: object;
}

const podTemplate = {
  metadata: { labels: { app: "$name" } },
  spec: { containers: [{ name: "main", image: "example" }] },
};

export const webTemplate: Template = {
  output: {
    apiVersion: "apps/v1",
    kind: "Deployment",
    spec: { replicas: 3, selector: { matchLabels: { app: "$name" } }, template: podTemplate },
  },
};

export const webTemplateWithService: Template = {
  ...webTemplate,
  outputs: {
    front: {
      apiVersion: "v1",
      kind: "Service",
      metadata: {},
      spec: { selector: { app: "$name" }, ports: [{ port: 80 }] },
    },
  },
};

/** A cluster with the plugin's kinds, its controller at work, and a source. */
export class Bench implements AsyncDisposable {
  readonly cluster: VirtualCluster;
  readonly source: AppRolloutSource;
  readonly #stop = new AbortController();
  readonly #running: Promise<void>;

  constructor(definitions: readonly KubeObject[]) {
    this.cluster = new VirtualCluster({ definitions });
    const { client, views, clock } = this.cluster;
    const renderers = new Map([["cue", jsonRenderer]]);
    this.source = new AppRolloutSource(client, views, renderers, clock);
    const controller = new ApplicationController({ client, views, renderers, clock, log: new LogLines() });
    this.#running = controller.run(this.#stop.signal);
  }

  static async open(): Promise<Bench> {
    const bench = new Bench(await customResourceDefinitions());
    await bench.define("web", webTemplate);
    return bench;
  }

  async settle(): Promise<void> {
    await this.cluster.clock.advance(5_000);
    await this.cluster.settled();
  }

  async define(name: string, template: unknown, inNamespace: string = namespace): Promise<void> {
    const text = typeof template === "string" ? template : JSON.stringify(template);
    await this.apply(componentDefinitions, {
      apiVersion: "core.oam.dev/v1beta1",
      kind: "ComponentDefinition",
      metadata: { name, namespace: inNamespace },
      spec: { workload: {}, schematic: { cue: { template: text } } },
    });
  }

  /** Applies an Application of one component `front` and lets the controller see it. */
  async application(
    image: string,
    more: { annotations?: Record<string, string>; component?: object; spec?: object } = {},
  ): Promise<void> {
    const annotations = more.annotations ?? { "app.oam.dev/rollout-template": "true" };
    await this.apply(applications, {
      apiVersion: "core.oam.dev/v1beta1",
      kind: "Application",
      metadata: { name: "shop", namespace, annotations },
      spec: { components: [{ name: "front", type: "web", properties: { image }, ...more.component }], ...more.spec },
    });
    await this.settle();
  }

  async rollout(spec: Record<string, unknown>): Promise<void> {
    await this.apply(appRollouts, {
      apiVersion: "core.oam.dev/v1beta1",
      kind: "AppRollout",
      metadata: { name: "roll", namespace },
      spec: { rolloutPlan: {}, ...spec },
    });
  }

  async observe(adapters: AdapterLookup = inPlace): Promise<ObservedRollout> {
    const rollout = await this.source.observe({ namespace, name: "roll" }, adapters, signal);
    if (rollout === undefined) throw new Error("the rollout is gone");
    return rollout;
  }

  /** Locates one side until it is seen there. */
  async locate(side: "target" | "source", adapters: AdapterLookup = inPlace): Promise<void> {
    for (;;) {
      const rollout = await this.observe(adapters);
      if (rollout.located[side]) return;
      await this.source.ensureLocated(rollout, side, adapters, signal);
    }
  }

  apply(type: ResourceType, object: KubeObject): Promise<KubeObject> {
    return this.cluster.client.apply(type, object, { fieldManager: "test", force: true });
  }

  async names(type: ResourceType): Promise<readonly string[]> {
    const { items } = await this.cluster.client.list(type, { namespace });
    return items.map(({ metadata }) => metadata.name ?? "");
  }

  live(type: ResourceType, name: string): KubeObject | undefined {
    return this.cluster.views.of(type).get({ namespace, name });
  }

  revisions(): Promise<readonly string[]> {
    return this.names(applicationRevisions);
  }

  get status(): Record<string, unknown> {
    return (this.live(applications, "shop")?.["status"] ?? {}) as Record<string, unknown>;
  }

  condition(type: string): { status: string; reason: string; message: string } | undefined {
    const conditions = (this.status["conditions"] ?? []) as {
      type: string;
      status: string;
      reason: string;
      message: string;
    }[];
    return conditions.find((one) => one.type === type);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#stop.abort();
    await this.#running;
    this.source[Symbol.dispose]();
    await this.cluster[Symbol.asyncDispose]();
  }
}
