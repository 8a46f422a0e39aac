import {
  keyOf,
  mergePatchOn,
  refusalOf,
  RolloutError,
  type AdapterLookup,
  type Clock,
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
import { unservedFields } from "../application/unserved-fields.ts";
import { ServedKinds } from "../dispatch/served-kinds.ts";
import { statusManager } from "../kinds/keys.ts";
import { applicationRevisions, applications, appRollouts } from "../kinds/resource-types.ts";
import type { Renderers } from "../render/render-revision.ts";
import { RevisionRenders } from "../render/revision-renders.ts";
import { contentOf } from "../revisions/revision-content.ts";
import { readAppRollout } from "./read-app-rollout.ts";
import { requestRefusals } from "./request-refusals.ts";
import { RolloutObjects } from "./rollout-objects.ts";
import { isLocated, replicasOf, type RolloutSides } from "./rollout-sides.ts";
import { RolloutWakeUps } from "./rollout-wake-ups.ts";
import { isOtherPair, workloadsOf } from "./rollout-workloads.ts";
import { SideReader } from "./side-reader.ts";
import { statusPatch } from "./write-status.ts";

const finalizer = "finalizers.approllout.oam.dev";

interface ObservedAppRollout extends ObservedRollout {
  /** Of the target's workload; absent while another pair is let go, or the target cannot be read. */
  readonly manifestHash?: string;
}

/** Rollouts from one ApplicationRevision to another. */
export class AppRolloutSource implements RolloutSource, Disposable {
  readonly type: ResourceType = appRollouts;
  readonly #client: KubeClient;
  readonly #rollouts: ObjectView;
  readonly #caches: readonly ObjectView[];
  readonly #sides: SideReader;
  readonly #objects: RolloutObjects;
  readonly #wakeUps: RolloutWakeUps;

  constructor(client: KubeClient, views: KubeViews, renderers: Renderers, clock: Clock) {
    const read = {
      rollouts: views.of(appRollouts),
      revisions: views.of(applicationRevisions),
      applications: views.of(applications),
    };
    const kinds = new ServedKinds(client, views);
    this.#client = client;
    this.#rollouts = read.rollouts;
    this.#caches = Object.values(read);
    this.#sides = new SideReader(read, new RevisionRenders(renderers), kinds);
    this.#objects = new RolloutObjects(client, read.applications);
    this.#wakeUps = new RolloutWakeUps({ ...read, kinds }, clock);
  }

  read(object: KubeObject): RecordedRollout {
    return readAppRollout(object);
  }

  async observe(key: ObjectKey, adapters: AdapterLookup, signal: AbortSignal): Promise<ObservedAppRollout | undefined> {
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
      this.#wakeUps.wakeLater(key);
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
    const obstacle = this.#objects.obstacle(object, sides);
    return {
      ...common,
      workload: workloadsOf(recorded, sides, key.namespace),
      renderedReplicas: replicasOf(target),
      // While another pair is let go, the next one has not begun.
      ...(isOtherPair(recorded)
        ? { located: { target: false, source: false } }
        : {
            located: { target: isLocated(target), source: source !== undefined && isLocated(source) },
            manifestHash: target.manifest.hash,
          }),
      collected: await this.#isCollected(object, recorded, sides, signal),
      refusals: [...requestRefusals(object), ...unservedFields(contentOf(target.application.spec), recorded.target)],
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
    await this.#objects.applyNext(object, await this.#sides.read(object, adapters, signal), side, signal);
  }

  async ensureCollected({ object }: ObservedRollout, adapters: AdapterLookup, signal: AbortSignal): Promise<void> {
    await this.#objects.removeNext(object, await this.#sides.read(object, adapters, signal), signal);
  }

  async publish(
    { object, manifestHash }: ObservedAppRollout,
    status: RolloutStatus,
    signal: AbortSignal,
  ): Promise<void> {
    const body = { status: statusPatch(status, manifestHash) };
    await this.#client.patch(this.type, keyOf(object), mergePatchOn(object, body), {
      fieldManager: statusManager,
      subresource: "status",
      signal,
    });
  }

  subscribe(listener: (rollout: ObjectKey) => void): Disposable {
    return this.#wakeUps.subscribe(listener);
  }

  async synced(signal: AbortSignal): Promise<void> {
    await Promise.all(this.#caches.map((view) => view.synced(signal)));
  }

  [Symbol.dispose](): void {
    this.#wakeUps[Symbol.dispose]();
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

  /** Asked only at the end: until then everything of the source stays. */
  async #isCollected(
    rollout: KubeObject,
    { source, status }: RecordedRollout,
    sides: RolloutSides,
    signal: AbortSignal,
  ): Promise<boolean> {
    if (source === "") return true;
    return status?.state.rollingState === "finalising" && this.#objects.isCollected(rollout, sides, signal);
  }
}
