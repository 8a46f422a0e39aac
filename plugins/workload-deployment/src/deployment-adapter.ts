import {
  isSameObject,
  keyOf,
  keyText,
  mergePatchOn,
  podProblems,
  RolloutError,
  type KubeClient,
  type KubeObject,
  type KubeViews,
  type Leaving,
  type ObjectKey,
  type ObjectView,
  type ObservedWorkload,
  type PodsSide,
  type ResourceType,
  type WorkloadAdapter,
  type WorkloadPair,
  type WorkloadRef,
} from "@bellwether/core";
import { deploymentType, readDeployment, type Deployment } from "./deployment.ts";
import { foundIn, observedPair, type DeploymentPair } from "./deployment-pair.ts";
import { DeploymentPods } from "./deployment-pods.ts";
import { abandonedWrite, claimWrite, podsWrite, releaseWrite, type DeploymentWrite } from "./deployment-writes.ts";
import { heldManifest } from "./held-manifest.ts";

const fieldManager = "bellwether-workload";

/** Each revision has a Deployment of its own; a rollout moves replicas from one to the other. */
export class DeploymentAdapter implements WorkloadAdapter {
  readonly placement = "pair";
  readonly type: ResourceType = deploymentType;
  readonly #client: KubeClient;
  readonly #deployments: ObjectView;
  readonly #pods: DeploymentPods;

  constructor(client: KubeClient, views: KubeViews) {
    this.#client = client;
    this.#deployments = views.of(deploymentType);
    this.#pods = new DeploymentPods(views);
  }

  hold(manifest: KubeObject, revision: string, live: KubeObject | undefined): KubeObject {
    return heldManifest(manifest, revision, live);
  }

  async observe(pair: WorkloadPair, signal: AbortSignal): Promise<ObservedWorkload> {
    const found = await this.#find(pair, signal);
    const pods = foundIn(found).flatMap(({ object }) => this.#pods.of(object.metadata.uid ?? ""));
    return observedPair(pair, found, podProblems(pods));
  }

  async ensureClaimed(pair: WorkloadPair, signal: AbortSignal): Promise<void> {
    const found = await this.#find(pair, signal);
    existing(found.target, pair.target);
    if (pair.source !== undefined) existing(found.source, pair.source);
    await this.#write(claimWrite(pair, found), signal);
  }

  async ensurePods(pair: WorkloadPair, side: PodsSide, pods: number, signal: AbortSignal): Promise<void> {
    const found = await this.#find(pair, signal);
    if (side === "abandoned") return this.#write(abandonedWrite(found.abandoned, pods), signal);
    const ref = pair[side];
    if (ref === undefined) return;
    await this.#write(podsWrite(existing(found[side], ref), pods), signal);
  }

  async ensureReleased(pair: WorkloadPair, leaving: Leaving, signal: AbortSignal): Promise<void> {
    await this.#write(releaseWrite(pair, await this.#find(pair, signal), leaving), signal);
  }

  subscribe(listener: (workload: ObjectKey) => void): Disposable {
    const subscriptions = new DisposableStack();
    subscriptions.use(this.#deployments.subscribe(({ object }) => listener(keyOf(object))));
    subscriptions.use(this.#pods.subscribe(listener));
    return subscriptions;
  }

  async #find({ target, source, abandoned = [] }: WorkloadPair, signal: AbortSignal): Promise<DeploymentPair> {
    await this.#deployments.synced(signal);
    signal.throwIfAborted();
    const at = (ref: WorkloadRef | undefined): Deployment | undefined => {
      const object = ref === undefined ? undefined : this.#deployments.get(ref.key);
      return ref === undefined || object === undefined || !isSameObject(ref, object)
        ? undefined
        : readDeployment(object);
    };
    return { target: at(target), source: at(source), abandoned: abandoned.flatMap((ref) => at(ref) ?? []) };
  }

  async #write(write: DeploymentWrite | undefined, signal: AbortSignal): Promise<void> {
    if (write === undefined) return;
    const { object } = write.deployment;
    await this.#client.patch(this.type, keyOf(object), mergePatchOn(object, write.body), { fieldManager, signal });
  }
}

function existing(deployment: Deployment | undefined, { key }: WorkloadRef): Deployment {
  if (deployment !== undefined) return deployment;
  throw new RolloutError("WORKLOAD_GONE", `Deployment ${keyText(key)} does not exist`);
}
