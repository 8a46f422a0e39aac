import { isNotFound, keyOf, type KubeObject, type ResourceType } from "@bellwether/core";
import type { SimulatedCluster } from "../cluster/simulated-cluster.ts";
import type { Stage } from "../schedule/stage.ts";
import type { Plan } from "../world/goals.ts";
import { applications, appRollouts } from "../world/resources.ts";
import { isAtRest, type Rollout } from "../world/rollout.ts";
import { application, appRollout, type AppShape, rolloutName, type RolloutOrder } from "./manifests.ts";
import { images, type Version } from "./versions.ts";

export interface VersionOrder {
  readonly target: Version;
  readonly source?: Version;
  readonly plan: Plan;
}

/** Of whoever applies the repository: a field that goes from a manifest goes from the object. */
export const manifestManager = "user";

/** How long things may take to come to rest, and how long they must rest then. */
export const quietAfterMs = 30_000;
export const quietMs = 600_000;

/** How long anybody waits for anything, in virtual milliseconds. */
const patienceMs = 4 * 60_000;

/** A person with `kubectl` on one cluster: applies manifests whole, and looks at what becomes of them. */
export class User {
  readonly shape: AppShape;
  /** The manifests as they are in the repository now, and as they were before. */
  readonly repository: { readonly type: ResourceType; readonly now: KubeObject; readonly before: KubeObject }[] = [];
  readonly #stage: Stage;
  readonly #cluster: SimulatedCluster;
  readonly #isCalm: boolean;
  #order: RolloutOrder | undefined;
  #lostPatience = false;

  /** `isCalm`: nothing but this person does anything. */
  constructor(stage: Stage, cluster: SimulatedCluster, shape: AppShape, isCalm: boolean) {
    this.#stage = stage;
    this.#isCalm = isCalm;
    this.#cluster = cluster;
    this.shape = shape;
  }

  get rollout(): Rollout | undefined {
    return this.#cluster.world.rollouts().find(({ object }) => object.metadata.name === rolloutName);
  }

  /** Whether something still runs, or could run, this version. */
  hasWorkloadOf(version: Version): boolean {
    const { kind } = this.shape;
    return kind === "CloneSet" || this.#cluster.world.workloads().some(({ image }) => image === images[version]);
  }

  /** Applies the Application with this version's image, until the revision is there. */
  async release(version: Version, replicas: number = this.shape.replicas): Promise<void> {
    this.#apply(applications, application({ ...this.shape, replicas }, version));
    await this.until(() => this.#revisionOf(version) !== undefined);
  }

  /** Applies the AppRollout. */
  roll({ target, source, plan }: VersionOrder): void {
    this.rollTo({
      target: this.#revisionOf(target) ?? target,
      ...(source === undefined ? {} : { source: this.#revisionOf(source) ?? source }),
      plan,
    });
  }

  rollTo(order: RolloutOrder): void {
    this.#order = order;
    this.#apply(appRollouts, appRollout(order));
  }

  /** Changes the plan and applies the AppRollout again; `undefined` takes a field away. */
  edit(change: { readonly [field in keyof Plan]: Plan[field] | undefined }): void {
    const order = this.#order;
    if (order === undefined) return;
    const fields = Object.entries({ ...order.plan, ...change }).filter(([, value]) => value !== undefined);
    this.rollTo({ ...order, plan: Object.fromEntries(fields) });
  }

  remove(): void {
    const name = { namespace: "default", name: rolloutName };
    this.repository.splice(0, this.repository.length, ...this.repository.filter(({ type }) => type !== appRollouts));
    try {
      this.#cluster.server.delete(appRollouts, name);
    } catch (error) {
      if (!isNotFound(error)) throw error;
    }
  }

  /** Leaves the rollout alone for ten minutes, once what was on its way has arrived. */
  async quiet(): Promise<void> {
    await this.sleep(quietAfterMs);
    const since = this.#stage.timeline.now();
    await this.sleep(quietMs);
    if (this.#isCalm) this.#cluster.add({ entry: "quiet", since, time: this.#stage.timeline.now() });
  }

  sleep(durationMs: number): Promise<void> {
    return this.#stage.sleep(durationMs);
  }

  /** Whether something that was waited for has not come true, so that the next order came on top of it. */
  get lostPatience(): boolean {
    return this.#lostPatience;
  }

  /** Goes on when it does not come true in any reasonable time. */
  async until(holds: () => boolean): Promise<void> {
    if (!(await this.#stage.until(holds, patienceMs))) this.#lostPatience = true;
  }

  /** Until the rollout has ended with the present order. */
  untilRest(): Promise<void> {
    return this.until(() => this.#isCurrent() && this.rollout !== undefined && isAtRest(this.rollout));
  }

  untilBatch(batch: number, state: string): Promise<void> {
    return this.until(() => {
      const { rollout } = this;
      if (rollout === undefined || !this.#isCurrent()) return false;
      return isAtRest(rollout) || rollout.batch > batch || (rollout.batch === batch && rollout.batchState === state);
    });
  }

  untilGone(): Promise<void> {
    return this.until(() => this.rollout === undefined);
  }

  #isCurrent(): boolean {
    const { rollout } = this;
    const status = (rollout?.object["status"] ?? {}) as { readonly observedGeneration?: number };
    return rollout !== undefined && status.observedGeneration === rollout.object.metadata.generation;
  }

  #revisionOf(version: Version): string | undefined {
    const { world } = this.#cluster;
    return world
      .revisions()
      .map(({ metadata }) => metadata.name ?? "")
      .findLast((name) => world.imageOfRevision(name) === images[version]);
  }

  #apply(type: ResourceType, object: KubeObject): void {
    const place = this.repository.findIndex((one) => one.type === type);
    const before = this.repository[place]?.now ?? object;
    this.repository.splice(place < 0 ? 0 : place, place < 0 ? 0 : 1, { type, now: object, before });
    this.#cluster.server.apply(type, keyOf(object), object, { fieldManager: manifestManager, force: true });
    this.#cluster.takeWrites();
  }
}
