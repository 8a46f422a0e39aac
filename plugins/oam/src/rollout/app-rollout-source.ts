import {
  keyOf,
  mergePatchOn,
  refusalOf,
  RolloutError,
  type AdapterLookup,
  type KubeClient,
  type KubeObject,
  type KubeViews,
  type ObjectKey,
  type ObjectView,
  type ObservedRollout,
  type RecordedRollout,
  type ResourceType,
  type RolloutSource,
  type RolloutStatus,
  type Side,
} from "@bellwether/core";
import { applyObject } from "../dispatch/apply-object.ts";
import { leftovers, removeLeftover, type Leftover } from "../dispatch/leftovers.ts";
import { refuseForeign, type Dispatcher } from "../dispatch/ownership.ts";
import { isPlaced, liveObject } from "../dispatch/placement.ts";
import { ServedKinds } from "../dispatch/served-kinds.ts";
import { parseRevisionName } from "../kinds/application-revision.ts";
import { labels, statusManager } from "../kinds/keys.ts";
import { applicationRevisions, applications, appRollouts } from "../kinds/resource-types.ts";
import type { Renderers } from "../render/render-revision.ts";
import { RevisionRenders } from "../render/revision-renders.ts";
import { readAppRollout } from "./read-app-rollout.ts";
import { requestRefusals, traitRefusals } from "./request-refusals.ts";
import { RolloutIndex } from "./rollout-index.ts";
import { isLocated, isRolledApart, keepsOf, placementsOf, replicasOf, type RolloutSides } from "./rollout-sides.ts";
import { isOtherPair, workloadsOf } from "./rollout-workloads.ts";
import { SideReader } from "./side-reader.ts";
import { statusPatch } from "./write-status.ts";

const finalizer = "finalizers.approllout.oam.dev";

/** Rollouts from one ApplicationRevision to another. */
export class AppRolloutSource implements RolloutSource, Disposable {
  readonly type: ResourceType = appRollouts;
  readonly #client: KubeClient;
  readonly #rollouts: ObjectView;
  readonly #revisions: ObjectView;
  readonly #applications: ObjectView;
  readonly #kinds: ServedKinds;
  readonly #sides: SideReader;
  readonly #index: RolloutIndex;

  constructor(client: KubeClient, views: KubeViews, renderers: Renderers) {
    this.#client = client;
    this.#rollouts = views.of(appRollouts);
    this.#revisions = views.of(applicationRevisions);
    this.#applications = views.of(applications);
    this.#kinds = new ServedKinds(client, views);
    const revisionViews = { revisions: this.#revisions, applications: this.#applications };
    this.#sides = new SideReader(revisionViews, new RevisionRenders(renderers), this.#kinds);
    this.#index = new RolloutIndex(this.#rollouts);
  }

  read(object: KubeObject): RecordedRollout {
    return readAppRollout(object);
  }

  async observe(key: ObjectKey, adapters: AdapterLookup, signal: AbortSignal): Promise<ObservedRollout | undefined> {
    const object = this.#rollouts.get(key);
    if (object === undefined) return undefined;
    const recorded = readAppRollout(object);
    const sides = await this.#readSides(object, adapters, signal);
    const common = {
      ...recorded,
      object,
      deleted: object.metadata.deletionTimestamp !== undefined,
      finalizer: object.metadata.finalizers?.includes(finalizer) ?? false,
    };
    if (sides instanceof RolloutError) {
      return {
        ...common,
        workload: workloadsOf(recorded, undefined, key.namespace),
        renderedReplicas: 1,
        located: { target: false, source: false },
        collected: false,
        refusals: requestRefusals(object),
        obstacle: refusalOf(sides),
      };
    }
    const { target, source } = sides;
    const obstacle = this.#foreignOwner(object, sides);
    return {
      ...common,
      workload: workloadsOf(recorded, sides, key.namespace),
      renderedReplicas: replicasOf(target),
      // While another pair is let go, the next one has not begun.
      located: isOtherPair(recorded)
        ? { target: false, source: false }
        : { target: isLocated(target), source: source !== undefined && isLocated(source) },
      collected: this.#isCollected(object, recorded, sides),
      refusals: [...requestRefusals(object), ...traitRefusals(target.application, recorded.target)],
      ...(obstacle === undefined ? {} : { obstacle: refusalOf(obstacle) }),
    };
  }

  async ensureFinalizer({ object }: ObservedRollout, present: boolean, signal: AbortSignal): Promise<void> {
    const others = (object.metadata.finalizers ?? []).filter((name) => name !== finalizer);
    const finalizers = present ? [...others, finalizer] : others;
    await this.#client.patch(this.type, keyOf(object), mergePatchOn(object, { metadata: { finalizers } }), {
      fieldManager: statusManager,
      signal,
    });
  }

  async ensureLocated(
    { object }: ObservedRollout,
    side: Side,
    adapters: AdapterLookup,
    signal: AbortSignal,
  ): Promise<void> {
    const sides = await this.#sides.read(object, adapters, signal);
    const ordered = sides[side];
    if (ordered?.workload === undefined) return;
    const next = placementsOf(ordered).find((placement) => !isPlaced(placement));
    if (next !== undefined) await applyObject(this.#client, next, this.#dispatcher(object, sides), signal);
  }

  async ensureCollected({ object }: ObservedRollout, adapters: AdapterLookup, signal: AbortSignal): Promise<void> {
    const [next] = this.#leftovers(object, await this.#sides.read(object, adapters, signal));
    if (next !== undefined) await removeLeftover(this.#client, next, signal);
  }

  async publish({ object }: ObservedRollout, status: RolloutStatus, signal: AbortSignal): Promise<void> {
    await this.#client.patch(this.type, keyOf(object), mergePatchOn(object, { status: statusPatch(status) }), {
      fieldManager: statusManager,
      subresource: "status",
      signal,
    });
  }

  subscribe(listener: (rollout: ObjectKey) => void): Disposable {
    const tellRolloutsOf = (namespace: string | undefined, application: string | undefined): void => {
      if (application !== undefined) this.#index.of(namespace ?? "", application).forEach(listener);
    };
    const subscriptions = new DisposableStack();
    subscriptions.use(this.#rollouts.subscribe(({ object }) => listener(keyOf(object))));
    subscriptions.use(
      this.#revisions.subscribe(({ object: { metadata } }) =>
        tellRolloutsOf(metadata.namespace, parseRevisionName(metadata.name ?? "")?.owner),
      ),
    );
    subscriptions.use(
      this.#applications.subscribe(({ object: { metadata } }) => tellRolloutsOf(metadata.namespace, metadata.name)),
    );
    subscriptions.use(
      this.#kinds.subscribe(({ metadata }) =>
        tellRolloutsOf(metadata.namespace, metadata.labels?.[labels.application]),
      ),
    );
    return subscriptions;
  }

  async synced(signal: AbortSignal): Promise<void> {
    await Promise.all([this.#rollouts, this.#revisions, this.#applications].map((view) => view.synced(signal)));
  }

  [Symbol.dispose](): void {
    this.#index[Symbol.dispose]();
  }

  async #readSides(
    rollout: KubeObject,
    adapters: AdapterLookup,
    signal: AbortSignal,
  ): Promise<RolloutSides | RolloutError> {
    try {
      return await this.#sides.read(rollout, adapters, signal);
    } catch (error) {
      if (error instanceof RolloutError) return error;
      throw error;
    }
  }

  #dispatcher(rollout: KubeObject, { target }: RolloutSides): Dispatcher {
    const namespace = rollout.metadata.namespace ?? "";
    const application = target.application.metadata.name ?? "";
    const applicationUid = this.#applications.get({ namespace, name: application })?.metadata.uid;
    return {
      namespace,
      application,
      ...(applicationUid === undefined ? {} : { applicationUid }),
      rolloutUid: rollout.metadata.uid ?? "",
    };
  }

  #foreignOwner(rollout: KubeObject, sides: RolloutSides): RolloutError | undefined {
    const dispatcher = this.#dispatcher(rollout, sides);
    try {
      for (const placement of placementsOf(sides.target)) {
        const live = liveObject(placement);
        if (live !== undefined) refuseForeign(live, dispatcher);
      }
      return undefined;
    } catch (error) {
      if (error instanceof RolloutError) return error;
      throw error;
    }
  }

  /** Asked only at the end: until then everything of the source stays. */
  #isCollected(rollout: KubeObject, { source, status }: RecordedRollout, sides: RolloutSides): boolean {
    if (source === "") return true;
    return status?.state.rollingState === "finalising" && this.#leftovers(rollout, sides).length === 0;
  }

  #leftovers(rollout: KubeObject, sides: RolloutSides): readonly Leftover[] {
    const { target, source } = readAppRollout(rollout);
    return leftovers(keepsOf(sides), this.#dispatcher(rollout, sides), [target, source]).filter(
      ({ object }) => !isRolledApart(sides, object),
    );
  }
}
