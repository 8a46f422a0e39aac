import { keyOf, RolloutError, type AdapterLookup, type KubeObject } from "@bellwether/core";
import { readFresh } from "../dispatch/read-fresh.ts";
import { place, type Placement } from "../dispatch/placement.ts";
import type { ServedKinds } from "../dispatch/served-kinds.ts";
import { asApplicationRevision } from "../kinds/application-revision.ts";
import type { Manifest, RenderedComponent } from "../render/rendered-revision.ts";
import type { RevisionRenders } from "../render/revision-renders.ts";
import { abandonedWorkloads } from "./abandoned-workloads.ts";
import { chooseComponent } from "./choose-component.ts";
import { dispatcherOf } from "./dispatcher-of.ts";
import { findRevision, type RevisionViews } from "./find-revision.ts";
import { isRolled } from "./is-rolled.ts";
import { readAppRollout, specOf } from "./read-app-rollout.ts";
import type { RolloutSide, RolloutSides } from "./rollout-sides.ts";

/** Reads what the revisions of an AppRollout put on the cluster. */
export class SideReader {
  readonly #views: RevisionViews;
  readonly #renders: RevisionRenders;
  readonly #kinds: ServedKinds;

  constructor(views: RevisionViews, renders: RevisionRenders, kinds: ServedKinds) {
    this.#views = views;
    this.#renders = renders;
    this.#kinds = kinds;
  }

  /** Throws `RolloutError` while a revision, its component or a kind is missing or cannot be rendered. */
  async read(rollout: KubeObject, adapters: AdapterLookup, signal: AbortSignal): Promise<RolloutSides> {
    const { target, source } = readAppRollout(rollout);
    const namespace = rollout.metadata.namespace ?? "";
    const targetRevision = findRevision(this.#views, namespace, target);
    const sourceRevision = source === "" ? undefined : findRevision(this.#views, namespace, source);
    const component = chooseComponent(
      specOf(rollout).componentList ?? [],
      asApplicationRevision(targetRevision).application,
      sourceRevision === undefined ? undefined : asApplicationRevision(sourceRevision).application,
    );
    const targetSide = await this.#readSide(targetRevision, component, adapters, signal);
    if (sourceRevision === undefined) return { component, target: targetSide, abandoned: [] };
    const dispatcher = dispatcherOf(rollout, targetSide.application, this.#views.applications);
    const sourceSide = await this.#readSide(sourceRevision, component, adapters, signal);
    return {
      component,
      target: targetSide,
      source: sourceSide,
      abandoned: await abandonedWorkloads(targetSide, sourceSide, dispatcher, signal),
    };
  }

  async #readSide(
    revision: KubeObject,
    rolled: string,
    adapters: AdapterLookup,
    signal: AbortSignal,
  ): Promise<RolloutSide> {
    const { application, name } = asApplicationRevision(revision);
    const rendered = await this.#renders.render(revision, signal);
    const component = rendered.components.find((one) => one.name === rolled);
    if (component === undefined) {
      const names = rendered.components.map((one) => one.name).join(", ");
      throw new RolloutError("COMPONENT_NOT_FOUND", `${name} has no component "${rolled}"; it has ${names}.`, {
        field: "spec.componentList",
      });
    }
    const others = rendered.components.filter((one) => one !== component);
    const { apiVersion, kind } = component.workload.object;
    const adapter = adapters(apiVersion, kind);
    const workload =
      adapter &&
      place(component.workload, await this.#kinds.view(apiVersion, kind, signal), {
        adapter,
        componentRevision: component.revision,
        applicationRevision: name,
      });
    return {
      application,
      surroundings: [
        ...(await this.#placeOthers(others, signal)),
        ...(await this.#placeAll(component.outputs, signal)),
      ],
      workload,
      manifest: component.workload,
      workloadRef: { apiVersion, kind, key: workload?.key ?? keyOf(component.workload.object), revision: name },
    };
  }

  /** Components outside the rollout are applied whole, except those that a rollout of their own takes care of. */
  async #placeOthers(components: readonly RenderedComponent[], signal: AbortSignal): Promise<readonly Placement[]> {
    const placed: Placement[] = [];
    for (const { workload, outputs } of components) {
      placed.push(...(await this.#placeAll(outputs, signal)));
      const placement = await this.#place(workload, signal);
      const { view, key } = placement;
      const live = await readFresh(view, () => view.list(key.namespace), signal);
      if (!live.some((object) => isRolled(object, workload.object))) placed.push(placement);
    }
    return placed;
  }

  #placeAll(manifests: readonly Manifest[], signal: AbortSignal): Promise<readonly Placement[]> {
    return Promise.all(manifests.map((manifest) => this.#place(manifest, signal)));
  }

  async #place(manifest: Manifest, signal: AbortSignal): Promise<Placement> {
    const { apiVersion, kind } = manifest.object;
    return place(manifest, await this.#kinds.view(apiVersion, kind, signal));
  }
}
