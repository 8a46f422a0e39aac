import type { KubeClient, KubeObject } from "@bellwether/core";
import { types } from "../cluster/types.ts";
import { WatchedObjects } from "../cluster/watched-objects.ts";

export type WorkloadKind = "CloneSet" | "Deployment";

const person = { fieldManager: "person", force: true };

/** Templates of both kinds with the same pods as the raw scripts' workloads. */
const definitions: readonly KubeObject[] = [
  definition("clonesets", "apps.kruise.io/v1alpha1", "CloneSet", 'updateStrategy: type: "InPlaceIfPossible"'),
  definition("deployments", "apps/v1", "Deployment", ""),
];

/** What a person sees of a cluster's Applications. */
export interface Board extends Disposable {
  readonly revisions: WatchedObjects;
  readonly rollouts: WatchedObjects;
}

export async function openBoard(client: KubeClient): Promise<Board> {
  const revisions = await WatchedObjects.open(client, "ApplicationRevision");
  const rollouts = await WatchedObjects.open(client, "AppRollout");
  return {
    revisions,
    rollouts,
    [Symbol.dispose]: () => {
      revisions[Symbol.dispose]();
      rollouts[Symbol.dispose]();
    },
  };
}

/** An Application that a person changes and rolls out, revision after revision, on one cluster. */
export class RolledApplication {
  readonly name: string;
  readonly #client: KubeClient;
  readonly #kind: WorkloadKind;
  readonly #size: number;
  readonly #board: Board;
  #version = 0;

  private constructor(client: KubeClient, board: Board, { name, kind, size }: ApplicationOptions) {
    this.name = name;
    this.#client = client;
    this.#kind = kind;
    this.#size = size;
    this.#board = board;
  }

  /** Resolves when the pods of the first revision are ready. */
  static async start(client: KubeClient, board: Board, options: ApplicationOptions): Promise<RolledApplication> {
    const application = new RolledApplication(client, board, options);
    await application.newRevision();
    await application.rollOut(1);
    return application;
  }

  /** Changes the image; resolves when the revision that it makes exists. */
  async newRevision(): Promise<void> {
    this.#version += 1;
    await this.#client.apply(types.Application, this.#application(), person);
    await this.#board.revisions.until(this.#revision(this.#version), () => true);
  }

  /** Rolls the last revision out in so many batches, from the one before if there is one; resolves when it has succeeded. */
  async rollOut(batches: number): Promise<void> {
    const target = this.#revision(this.#version);
    await this.#client.apply(types.AppRollout, this.#rollout(target, batches), person);
    await this.#board.rollouts.until(this.name, (rollout) => {
      const { rollingState, lastTargetAppRevision } = (rollout["status"] ?? {}) as Record<string, unknown>;
      return rollingState === "rolloutSucceed" && lastTargetAppRevision === target;
    });
  }

  #revision(version: number): string {
    return `${this.name}-v${version}`;
  }

  #application(): KubeObject {
    const properties = { image: imageOf(this.#version), replicas: this.#size };
    return {
      apiVersion: "core.oam.dev/v1beta1",
      kind: "Application",
      metadata: {
        name: this.name,
        namespace: "default",
        annotations: { "app.oam.dev/rolling-components": this.name, "app.oam.dev/rollout-template": "true" },
      },
      spec: { components: [{ name: this.name, type: `${this.#kind.toLowerCase()}s`, properties }] },
    };
  }

  #rollout(target: string, batches: number): KubeObject {
    const source = this.#version > 1 ? { sourceAppRevisionName: this.#revision(this.#version - 1) } : {};
    const replicas = this.#size / batches;
    return {
      apiVersion: "core.oam.dev/v1beta1",
      kind: "AppRollout",
      metadata: { name: this.name, namespace: "default" },
      spec: {
        ...source,
        targetAppRevisionName: target,
        componentList: [this.name],
        rolloutPlan: {
          rolloutStrategy: "IncreaseFirst",
          rolloutBatches: Array.from({ length: batches }, () => ({ replicas })),
        },
      },
    };
  }
}

export interface ApplicationOptions {
  readonly name: string;
  readonly kind: WorkloadKind;
  /** Pods; a multiple of the batches that it is rolled out in. */
  readonly size: number;
}

export function imageOf(version: number): string {
  return `example.test/bench:${version}`;
}

/** What a cluster needs before an Application can be applied. */
export async function installDefinitions(client: KubeClient): Promise<void> {
  for (const object of definitions) await client.apply(types.ComponentDefinition, object, person);
}

function definition(name: string, apiVersion: string, kind: WorkloadKind, more: string): KubeObject {
  const template = `
output: {
	apiVersion: "${apiVersion}"
	kind:       "${kind}"
	spec: {
		replicas: parameter.replicas
		selector: matchLabels: app: context.name
		${more}
		template: {
			metadata: labels: app: context.name
			spec: containers: [{
				name:  "main"
				image: parameter.image
				ports: [{containerPort: 8080}]
			}]
		}
	}
}
parameter: {
	image:    string
	replicas: int
}
`;
  return {
    apiVersion: "core.oam.dev/v1beta1",
    kind: "ComponentDefinition",
    metadata: { name, namespace: "vela-system" },
    spec: { workload: { definition: { apiVersion, kind } }, schematic: { cue: { template } } },
  };
}
