import {
  keyOf,
  keyText,
  mergePatchOn,
  isSameObject,
  podProblems,
  podType,
  RolloutError,
  type KubeClient,
  type KubeObject,
  type KubeViews,
  type Leaving,
  type ObjectKey,
  type ObjectView,
  type ObservedWorkload,
  type ResourceType,
  type Side,
  type WorkloadAdapter,
  type WorkloadPair,
} from "@bellwether/core";
import { readCloneSet, type CloneSet } from "./clone-set.ts";
import { claimWrite, podsWrite, releaseWrite, type CloneSetWrite } from "./clone-set-writes.ts";
import { observedCloneSet } from "./observed-clone-set.ts";
import { all } from "./partition.ts";
import { withUpdate } from "./update-strategy.ts";

const fieldManager = "bellwether-workload";

/** One CloneSet runs both revisions; partition says how many pods keep the source. */
export class CloneSetAdapter implements WorkloadAdapter {
  readonly placement = "inPlace";
  readonly type: ResourceType;
  readonly #client: KubeClient;
  readonly #sets: ObjectView;
  readonly #pods: ObjectView;

  constructor(client: KubeClient, views: KubeViews, type: ResourceType) {
    this.type = type;
    this.#client = client;
    this.#sets = views.of(type);
    this.#pods = views.of(podType);
  }

  hold(manifest: KubeObject, _revision: string, live: KubeObject | undefined): KubeObject {
    const spec = (manifest["spec"] ?? {}) as Readonly<Record<string, unknown>>;
    return {
      ...manifest,
      spec: {
        ...spec,
        replicas: live === undefined ? 0 : readCloneSet(live).replicas,
        updateStrategy: withUpdate(manifest.apiVersion, spec["updateStrategy"], { paused: true, partition: all }),
      },
    };
  }

  async observe(pair: WorkloadPair, signal: AbortSignal): Promise<ObservedWorkload> {
    await this.#sets.synced(signal);
    const set = this.#find(pair);
    const uid = set?.object.metadata.uid;
    const pods = uid === undefined || !this.#pods.hasSynced ? [] : this.#pods.owned(uid);
    return observedCloneSet(set, pair, podProblems(pods));
  }

  ensureClaimed(pair: WorkloadPair, signal: AbortSignal): Promise<void> {
    return this.#write(pair, (set) => claimWrite(set, pair), signal);
  }

  ensurePods(pair: WorkloadPair, side: Side, pods: number, signal: AbortSignal): Promise<void> {
    return this.#write(pair, (set) => podsWrite(set, pair, side, pods), signal);
  }

  async ensureReleased(pair: WorkloadPair, leaving: Leaving, signal: AbortSignal): Promise<void> {
    await this.#sets.synced(signal);
    if (this.#find(pair) === undefined) return;
    await this.#write(pair, (set) => releaseWrite(set, pair, leaving), signal);
  }

  subscribe(listener: (workload: ObjectKey) => void): Disposable {
    const subscriptions = new DisposableStack();
    subscriptions.use(this.#sets.subscribe(({ object }) => listener(keyOf(object))));
    subscriptions.use(
      this.#pods.subscribe(({ object: { metadata } }) => {
        const set = metadata.ownerReferences?.find(
          ({ controller, kind }) => controller === true && kind === "CloneSet",
        );
        if (set !== undefined) listener({ namespace: metadata.namespace ?? "", name: set.name });
      }),
    );
    return subscriptions;
  }

  #find({ target }: WorkloadPair): CloneSet | undefined {
    const object = this.#sets.get(target.key);
    return object === undefined || !isSameObject(target, object) ? undefined : readCloneSet(object);
  }

  async #write(pair: WorkloadPair, write: (set: CloneSet) => CloneSetWrite, signal: AbortSignal): Promise<void> {
    await this.#sets.synced(signal);
    signal.throwIfAborted();
    const set = this.#find(pair);
    if (set === undefined) {
      throw new RolloutError("WORKLOAD_GONE", `CloneSet ${keyText(pair.target.key)} does not exist`);
    }
    const body = write(set);
    if (body === undefined) return;
    await this.#client.patch(this.type, keyOf(set.object), mergePatchOn(set.object, body), { fieldManager, signal });
  }
}
