import {
  keyOf,
  revisionAnnotation,
  RolloutError,
  type AdapterLookup,
  type KubeObject,
  type ObjectView,
  type WorkloadAdapter,
} from "@bellwether/core";
import { desiredObject, type Placement } from "../dispatch/placement.ts";
import type { ServedKinds } from "../dispatch/served-kinds.ts";
import { asApplicationRevision } from "../kinds/application-revision.ts";
import { labels } from "../kinds/keys.ts";
import type { Manifest, RenderedComponent } from "../render/rendered-revision.ts";
import type { RevisionRenders } from "../render/revision-renders.ts";
import { chooseComponent } from "./choose-component.ts";
import { findRevision, type RevisionViews } from "./find-revision.ts";
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
    return {
      component,
      target: await this.#readSide(targetRevision, component, adapters, signal),
      ...(sourceRevision === undefined
        ? {}
        : { source: await this.#readSide(sourceRevision, component, adapters, signal) }),
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
    const workload: Placement = {
      ...(await this.#place(component.workload, signal)),
      ...rolledAs(adapters(apiVersion, kind), component, name),
    };
    return {
      application,
      surroundings: [
        ...(await this.#placeOthers(others, signal)),
        ...(await this.#placeAll(component.outputs, signal)),
      ],
      workload,
      workloadRef: { apiVersion, kind, key: keyOf(desiredObject(workload, undefined)), revision: name },
    };
  }

  /** Components outside the rollout are applied whole, except those that a rollout of their own takes care of. */
  async #placeOthers(components: readonly RenderedComponent[], signal: AbortSignal): Promise<readonly Placement[]> {
    const placed: Placement[] = [];
    for (const { name, workload, outputs } of components) {
      placed.push(...(await this.#placeAll(outputs, signal)));
      const placement = await this.#place(workload, signal);
      if (!isRolledApart(name, workload.object.metadata.namespace, placement.view)) placed.push(placement);
    }
    return placed;
  }

  #placeAll(manifests: readonly Manifest[], signal: AbortSignal): Promise<readonly Placement[]> {
    return Promise.all(manifests.map((manifest) => this.#place(manifest, signal)));
  }

  async #place(manifest: Manifest, signal: AbortSignal): Promise<Placement> {
    const { apiVersion, kind } = manifest.object;
    return { manifest, view: await this.#kinds.view(apiVersion, kind, signal) };
  }
}

function rolledAs(
  adapter: WorkloadAdapter | undefined,
  { revision }: RenderedComponent,
  applicationRevision: string,
): Pick<Placement, "rolled"> {
  return adapter === undefined ? {} : { rolled: { adapter, componentRevision: revision, applicationRevision } };
}

function isRolledApart(component: string, namespace: string | undefined, view: ObjectView): boolean {
  return view
    .list(namespace)
    .some(
      ({ metadata }) =>
        metadata.labels?.[labels.component] === component && metadata.annotations?.[revisionAnnotation] !== undefined,
    );
}
