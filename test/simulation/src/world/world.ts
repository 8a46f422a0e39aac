import { keyText, type KubeObject, type ResourceType } from "@bellwether/core";
import { isHost, type Write } from "./entry.ts";
import { imageOf, readWorkload, type Workload } from "./workload.ts";
import { askedInAll, reachedBy, type Run, sizeOf } from "./run.ts";
import { readRollout, type Rollout } from "./rollout.ts";
import { applicationRevisions, appRollouts, isOfType, leases, objectId, pods, workloadTypes } from "./resources.ts";

interface Term {
  readonly holder: string;
  readonly epoch: number;
}

/** One cluster after the last entry of its history, and what has to be known of the entries before it. */
export interface World {
  rollouts(): readonly Rollout[];
  workloads(): readonly Workload[];
  /** Pods that are not on their way out, by image. */
  podsOf(image: string): number;
  images(): readonly string[];
  /** The image of an application revision; undefined while there is none of that name. */
  imageOfRevision(name: string): string | undefined;
  revisions(): readonly KubeObject[];
  /** The latest attempt to bring an image. */
  runOf(image: string): Run | undefined;
  /** The term in which a host leads or has led last; 0 for one that never has. */
  epochOf(host: string): number;
  /** The highest term in which a host has written the object before the last entry. */
  lastEpochOf(object: string): number;
  /** Whether a host has created the object with this UID. */
  isOurs(uid: string): boolean;
  /** How often hosts have created the object since somebody else deleted it, or another target was asked for. */
  creationsOf(object: string): number;
}

export class ObservedWorld implements World {
  readonly #objects = new Map<string, Map<string, KubeObject>>();
  readonly #runs = new Map<string, Run>();
  readonly #terms = new Map<string, Term>();
  readonly #epochs = new Map<string, number>();
  readonly #created = new Set<string>();
  readonly #creations = new Map<string, number>();
  #lastEpoch = 0;
  #rollouts: readonly Rollout[] | undefined;
  #workloads: readonly Workload[] | undefined;

  /** Takes the next write into account. */
  apply(write: Write): void {
    const { type, key, after } = write;
    const kept = this.#of(type);
    if (after === undefined) kept.delete(keyText(key));
    else kept.set(keyText(key), after);
    if (isOfType(type, appRollouts)) this.#rollouts = undefined;
    if (workloadTypes.some((one) => isOfType(type, one))) this.#workloads = undefined;
    this.#noteAuthor(write);
    if (isOfType(type, leases)) this.#noteTerm(write);
    if (isOfType(type, appRollouts)) this.#noteRollout(write);
    else if (isForeignOrder(write)) this.#noteForeign();
    if (this.#rollouts === undefined || this.#workloads === undefined) this.#noteReached();
  }

  rollouts(): readonly Rollout[] {
    this.#rollouts ??= this.#list(appRollouts).map(readRollout);
    return this.#rollouts;
  }

  workloads(): readonly Workload[] {
    this.#workloads ??= workloadTypes.flatMap((type) => this.#list(type).map(readWorkload));
    return this.#workloads;
  }

  podsOf(image: string): number {
    let count = 0;
    for (const pod of this.#of(pods).values()) if (isStaying(pod) && imageOf(pod) === image) count += 1;
    return count;
  }

  images(): readonly string[] {
    return [...new Set(this.#list(pods).filter(isStaying).map(imageOf))];
  }

  revisions(): readonly KubeObject[] {
    return this.#list(applicationRevisions);
  }

  imageOfRevision(name: string): string | undefined {
    const revision = this.#list(applicationRevisions).find(({ metadata }) => metadata.name === name);
    return revision === undefined ? undefined : imageInRevision(revision);
  }

  runOf(image: string): Run | undefined {
    return this.#runs.get(image);
  }

  epochOf(host: string): number {
    return this.#terms.get(host)?.epoch ?? 0;
  }

  lastEpochOf(): number {
    return this.#lastEpoch;
  }

  isOurs(uid: string): boolean {
    return this.#created.has(uid);
  }

  creationsOf(object: string): number {
    return this.#creations.get(object) ?? 0;
  }

  #of(type: ResourceType): Map<string, KubeObject> {
    const name = `${type.group}/${type.plural}`;
    let kept = this.#objects.get(name);
    if (kept === undefined) this.#objects.set(name, (kept = new Map()));
    return kept;
  }

  #list(type: ResourceType): readonly KubeObject[] {
    return [...this.#of(type).values()];
  }

  #noteAuthor({ actor, type, key, before, after }: Write): void {
    const id = objectId(type, key);
    if (!isHost(actor)) {
      if (after === undefined) this.#creations.delete(id);
      return;
    }
    this.#lastEpoch = this.#epochs.get(id) ?? 0;
    this.#epochs.set(id, Math.max(this.#lastEpoch, this.epochOf(actor)));
    if (before !== undefined || after === undefined) return;
    this.#created.add(after.metadata.uid ?? "");
    this.#creations.set(id, this.creationsOf(id) + 1);
  }

  #noteTerm({ actor, after }: Write): void {
    const spec = (after?.["spec"] ?? {}) as { readonly holderIdentity?: string; readonly leaseTransitions?: number };
    const epoch = spec.leaseTransitions ?? 0;
    if (isHost(actor) && spec.holderIdentity !== undefined && epoch > this.epochOf(actor))
      this.#terms.set(actor, { holder: spec.holderIdentity, epoch });
  }

  /** A run begins with a new rollout, and whenever one starts over. */
  #noteRollout({ before, after }: Write): void {
    if (after === undefined) return;
    const rollout = readRollout(after);
    const image = this.imageOfRevision(rollout.target);
    if (image === undefined || rollout.lastTarget !== "" || !isBeforePods(rollout)) return;
    const previous = before === undefined ? undefined : readRollout(before);
    const known = this.#runs.get(image);
    const goesOn = known?.rollout === rollout.uid && previous?.lastTarget === "" && previous.target === rollout.target;
    if (goesOn) return;
    const found = Math.max(this.podsOf(image), askedInAll(this.workloads(), image));
    this.#runs.set(image, { rollout: rollout.uid, image, allowed: found });
    this.#creations.clear();
  }

  /** What users and autoscalers ask for is in order, whatever it does to the step. */
  #noteForeign(): void {
    const images = this.images();
    for (const run of this.#runs.values()) {
      const isAlone = images.every((image) => image === run.image);
      const replicas = this.workloads().find(({ image }) => image === run.image)?.replicas ?? 0;
      this.#allow(run, isAlone ? replicas : askedInAll(this.workloads(), run.image));
    }
  }

  #noteReached(): void {
    for (const rollout of this.rollouts()) {
      const target = this.#runs.get(this.imageOfRevision(rollout.target) ?? "");
      if (target?.rollout === rollout.uid) this.#allow(target, reachedBy(rollout, sizeOf(rollout, this.workloads())));
    }
  }

  #allow(run: Run, pods: number): void {
    if (pods > run.allowed) this.#runs.set(run.image, { ...run, allowed: pods });
  }
}

/** Somebody else than a host has changed what a workload asks for. */
function isForeignOrder({ actor, type, before, after }: Write): boolean {
  const isChanged = before !== undefined && before.metadata.generation !== after?.metadata.generation;
  return isChanged && !isHost(actor) && workloadTypes.some((one) => isOfType(type, one));
}

function isBeforePods({ state }: Rollout): boolean {
  return state === "" || state === "locatingTargetApp";
}

function isStaying({ metadata, status }: KubeObject): boolean {
  const { phase } = (status ?? {}) as { readonly phase?: string };
  return metadata.deletionTimestamp === undefined && phase !== "Failed" && phase !== "Succeeded";
}

interface RevisionSpec {
  readonly application: {
    readonly spec: { readonly components: readonly { readonly properties: { readonly image: string } }[] };
  };
}

function imageInRevision(revision: KubeObject): string {
  return (revision["spec"] as RevisionSpec).application.spec.components[0]?.properties.image ?? "";
}
