import {
  absentSide,
  controllerOf,
  definePlugin,
  heldAnnotation,
  heldNoteText,
  isOwnedBy,
  isSameObject,
  keyOf,
  keyText,
  kubeClient,
  kubeViews,
  mergePatchOn,
  refusal,
  revisionAnnotation,
  RolloutError,
  withOwner,
  withoutOwner,
  workloadAdapter,
  type KubeClient,
  type KubeObject,
  type KubeViews,
  type Leaving,
  type ObjectKey,
  type ObjectView,
  type ObservedWorkload,
  type Refusal,
  type ResourceType,
  type RolloutPlugin,
  type Side,
  type SideFacts,
  type WorkloadAdapter,
  type WorkloadPair,
} from "@bellwether/core";

export const swarmType: ResourceType = {
  group: "example.org",
  version: "v1",
  kind: "Swarm",
  plural: "swarms",
  namespaced: true,
};

/** So many bees; `keep` of them stay at the image that they have. */
export interface Swarm extends KubeObject {
  readonly spec: { readonly bees: number; readonly keep: number; readonly image: string };
  readonly status?: {
    readonly observedGeneration: number;
    readonly hives: readonly { readonly image: string; readonly bees: number }[];
  };
}

/** Rolls and scales swarms of example.org. */
export function swarms(): RolloutPlugin {
  return definePlugin({
    name: "@example/workload-swarm",
    version: "1.0.0",
    contributions: [
      workloadAdapter.implement("Swarm.example.org", {
        scope: "cluster",
        capabilities: ["inPlace", "scale"],
        needs: { client: kubeClient, views: kubeViews },
        create: ({ client, views }) => new SwarmAdapter(client, views),
      }),
    ],
  });
}

type Write = Readonly<Record<string, unknown>> | undefined;

class SwarmAdapter implements WorkloadAdapter {
  readonly type: ResourceType = swarmType;
  readonly placement = "inPlace";
  readonly #client: KubeClient;
  readonly #swarms: ObjectView;

  constructor(client: KubeClient, views: KubeViews) {
    this.#client = client;
    this.#swarms = views.of(swarmType);
  }

  hold(manifest: KubeObject, _revision: string, live: KubeObject | undefined): KubeObject {
    const bees = live === undefined ? 0 : (live as Swarm).spec.bees;
    return { ...manifest, spec: { ...(manifest as Swarm).spec, bees, keep: bees } };
  }

  async observe(pair: WorkloadPair, signal: AbortSignal): Promise<ObservedWorkload> {
    const swarm = await this.#find(pair, signal);
    const refs = [pair.target, ...(pair.source === undefined ? [] : [pair.source])];
    return {
      ...sidesOf(swarm, pair),
      settled: swarm !== undefined && isObserved(swarm) && beesOf(swarm) === swarm.spec.bees,
      claimed: swarm !== undefined && isOwnedBy(swarm, pair.owner),
      size: swarm?.spec.bees ?? 0,
      refs: swarm === undefined ? [] : refs.map((ref) => ({ ...ref, uid: swarm.metadata.uid ?? "" })),
      problems: [],
      ...obstacleOf(swarm, pair),
    };
  }

  ensureClaimed(pair: WorkloadPair, signal: AbortSignal): Promise<void> {
    return this.#write(pair, signal, (swarm) => {
      if (isOwnedBy(swarm, pair.owner)) return undefined;
      const keep = swarm.spec.bees - beesOf(swarm, swarm.spec.image);
      return {
        metadata: { ownerReferences: withOwner(swarm, pair.owner), annotations: { [heldAnnotation]: null } },
        spec: { keep: pair.source === undefined ? swarm.spec.keep : Math.max(0, keep) },
      };
    });
  }

  ensurePods(pair: WorkloadPair, side: Side, pods: number, signal: AbortSignal): Promise<void> {
    return this.#write(pair, signal, ({ spec, metadata }) => {
      if (pair.source === undefined) return spec.bees === pods ? undefined : { spec: { bees: pods } };
      const ownImage = metadata.annotations?.[revisionAnnotation] === pair[side]?.revision;
      const keep = ownImage ? spec.bees - pods : pods;
      return spec.keep === keep ? undefined : { spec: { keep } };
    });
  }

  async ensureReleased(pair: WorkloadPair, leaving: Leaving, signal: AbortSignal): Promise<void> {
    if ((await this.#find(pair, signal)) === undefined) return;
    await this.#write(pair, signal, (swarm) => {
      if (!isOwnedBy(swarm, pair.owner)) return undefined;
      const note = leaving === "inPlace" ? noteOf(swarm, pair) : null;
      return {
        metadata: { ownerReferences: withoutOwner(swarm, pair.owner), annotations: { [heldAnnotation]: note } },
      };
    });
  }

  subscribe(listener: (workload: ObjectKey) => void): Disposable {
    return this.#swarms.subscribe(({ object }) => listener(keyOf(object)));
  }

  async #find({ target }: WorkloadPair, signal: AbortSignal): Promise<Swarm | undefined> {
    await this.#swarms.synced(signal);
    signal.throwIfAborted();
    const object = this.#swarms.get(target.key);
    return object !== undefined && isSameObject(target, object) ? (object as Swarm) : undefined;
  }

  async #write(pair: WorkloadPair, signal: AbortSignal, write: (swarm: Swarm) => Write): Promise<void> {
    const swarm = await this.#find(pair, signal);
    if (swarm === undefined)
      throw new RolloutError("WORKLOAD_GONE", `Swarm ${keyText(pair.target.key)} does not exist`);
    const body = write(swarm);
    if (body === undefined) return;
    const options = { fieldManager: "example-swarm", signal };
    await this.#client.patch(swarmType, keyOf(swarm), mergePatchOn(swarm, body), options);
  }
}

function isObserved({ metadata, status }: Swarm): boolean {
  return (status?.observedGeneration ?? 0) >= (metadata.generation ?? 0);
}

/** Bees that are there, of one image or of all. */
function beesOf({ status }: Swarm, image?: string): number {
  const hives = (status?.hives ?? []).filter((hive) => image === undefined || hive.image === image);
  return hives.reduce((sum, { bees }) => sum + bees, 0);
}

function sidesOf(swarm: Swarm | undefined, pair: WorkloadPair): Pick<ObservedWorkload, Side> {
  if (swarm === undefined) return { target: absentSide, source: absentSide };
  const { bees, keep, image } = swarm.spec;
  const side = (asked: number, existing: number): SideFacts => {
    return { exists: true, asked, existing, ready: existing, observed: isObserved(swarm) };
  };
  if (pair.source === undefined) return { target: side(bees, beesOf(swarm)), source: absentSide };
  const updated = beesOf(swarm, image);
  const [own, other] = [side(bees - keep, updated), side(keep, beesOf(swarm) - updated)];
  const isSource = swarm.metadata.annotations?.[revisionAnnotation] === pair.source.revision;
  return isSource ? { target: other, source: own } : { target: own, source: other };
}

function obstacleOf(swarm: Swarm | undefined, { target, owner }: WorkloadPair): { readonly obstacle?: Refusal } {
  const name = `Swarm ${keyText(target.key)}`;
  if (swarm === undefined)
    return target.uid === undefined ? {} : { obstacle: refusal("WORKLOAD_GONE", `${name} does not exist any more`) };
  const controller = controllerOf(swarm);
  if (controller === undefined || controller.uid === owner.uid) return {};
  return { obstacle: refusal("TARGET_HAS_OWNER", `${name} is controlled by ${controller.kind} ${controller.name}`) };
}

function noteOf({ spec }: Swarm, { target, source, owner }: WorkloadPair): string {
  const { namespace, name } = target.key;
  const patch = `kubectl -n ${namespace} patch swarms.example.org ${name} --type merge -p`;
  return heldNoteText(owner, {
    position: { [target.revision]: spec.bees - spec.keep, ...(source && { [source.revision]: spec.keep }) },
    fields: { "spec.keep": spec.keep },
    goOn: `${patch} '{"spec":{"keep":0}}'`,
    goBack: `${patch} '{"spec":{"keep":0,"image":"IMAGE"}}'`,
    release: `kubectl -n ${namespace} annotate swarms.example.org ${name} ${heldAnnotation}-`,
  });
}
