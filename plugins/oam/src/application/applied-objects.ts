import { keyOf, keyText, type KubeClient, type KubeObject } from "@bellwether/core";
import { applyObject } from "../dispatch/apply-object.ts";
import { deleteLeftover } from "../dispatch/leftovers.ts";
import { isDispatchedBy, type Dispatcher } from "../dispatch/ownership.ts";
import { isPlaced, liveObject, place, type Placement } from "../dispatch/placement.ts";
import type { ServedKinds } from "../dispatch/served-kinds.ts";
import { annotations } from "../kinds/keys.ts";
import type { RenderedRevision } from "../render/rendered-revision.ts";
import type { AppliedResource, ServiceStatus } from "./application-status.ts";
import { serviceStatus } from "./health.ts";

export interface AppliedState {
  /** Something was written: look again when the cluster shows it. */
  readonly moved: boolean;
  readonly services: readonly ServiceStatus[];
}

/** The objects of an Application that is applied as it is, without a rollout. */
export class AppliedObjects {
  readonly #client: KubeClient;
  readonly #kinds: ServedKinds;

  constructor(client: KubeClient, kinds: ServedKinds) {
    this.#client = client;
    this.#kinds = kinds;
  }

  /** Applies what is missing, then deletes what is recorded and not rendered any more. */
  async apply(
    revision: RenderedRevision,
    recorded: readonly AppliedResource[],
    dispatcher: Dispatcher,
    signal: AbortSignal,
  ): Promise<AppliedState> {
    const placements = await this.#place(revision, signal);
    const missing = placements.filter((placement) => !isPlaced(placement));
    for (const placement of missing) await applyObject(this.#client, placement, dispatcher, signal);
    if (missing.length > 0) return { moved: true, services: [] };
    const wanted = resourcesOf(revision).map(resourceText);
    const surplus = recorded.filter((resource) => !wanted.includes(resourceText(resource)));
    const deleted = await Promise.all(surplus.map((resource) => this.#delete(resource, dispatcher, signal)));
    const services = revision.components.map(({ name, workload }) => {
      const placement = placements.find(({ manifest }) => manifest === workload);
      return serviceStatus(name, workload.object, placement && liveObject(placement));
    });
    return { moved: deleted.includes(true), services };
  }

  async #place(revision: RenderedRevision, signal: AbortSignal): Promise<readonly Placement[]> {
    const manifests = revision.components.flatMap(({ outputs, workload }) => [...outputs, workload]);
    return Promise.all(
      manifests.map(async (manifest) => {
        const { apiVersion, kind } = manifest.object;
        return place(manifest, await this.#kinds.view(apiVersion, kind, signal));
      }),
    );
  }

  async #delete(resource: AppliedResource, dispatcher: Dispatcher, signal: AbortSignal): Promise<boolean> {
    const view = await this.#kinds.view(resource.apiVersion, resource.kind, signal);
    const object = view.get(resource);
    if (object === undefined || !isDispatchedBy(object, dispatcher) || isKept(object)) return false;
    await deleteLeftover(this.#client, { view, object }, signal);
    return true;
  }
}

/** References to all objects of a revision. */
export function resourcesOf({ components }: RenderedRevision): readonly AppliedResource[] {
  return components
    .flatMap(({ outputs, workload }) => [...outputs, workload])
    .map(({ object }) => ({ apiVersion: object.apiVersion, kind: object.kind, ...keyOf(object) }));
}

export function resourceText(resource: AppliedResource): string {
  return `${resource.apiVersion} ${resource.kind} ${keyText(resource)}`;
}

function isKept({ metadata }: KubeObject): boolean {
  return metadata.deletionTimestamp !== undefined || metadata.annotations?.[annotations.skipCollection] === "true";
}
