import { keyOf, type KubeObject, type ResourceType } from "@bellwether/core";
import { pods } from "../world/resources.ts";
import { type ActorContext, actNowAndThen } from "./actor.ts";

const nodes: ResourceType = { group: "", version: "v1", kind: "Node", plural: "nodes", namespaced: false };
const nodeFailAnnotation = "embedded.bellwether.dev/fail";

/** Takes pods away, and nodes from under them. */
export function podTrouble(context: ActorContext): Promise<void> {
  const { cluster, faults, chance } = context;
  return actNowAndThen(context, faults.plan.podFaults, () => {
    if (chance.happens(0.2)) return failNode(context, chance.integer(0, 2));
    const [first, ...others] = cluster.server.list(pods, { namespace: "default" }).items;
    if (first === undefined) return;
    const pod = chance.pick([first, ...others]);
    const gracePeriodSeconds = chance.pick([0, 1]);
    faults.count("F15", `pod ${pod.metadata.name} is deleted within ${gracePeriodSeconds} s`);
    cluster.server.delete(pods, keyOf(pod), { gracePeriodSeconds });
    cluster.takeWrites();
  });
}

function failNode({ cluster, faults, stage, chance }: ActorContext, index: number): void {
  const key = { namespace: "", name: `embedded-node-${index}` };
  const annotate = (value: string | null): void => {
    const body = { metadata: { annotations: { [nodeFailAnnotation]: value } } };
    cluster.server.patch(nodes, key, { type: "merge", body }, { fieldManager: "chaos" });
    cluster.takeWrites();
  };
  faults.count("F15", `node ${key.name} does not answer`);
  annotate("lost");
  stage.timeline.after(chance.integer(500, 20_000), () => annotate(null));
}

export type Sickness = "CrashLoop" | "NeverReady" | "Unready";

/** Pods of ill health: decided by their UID, healed by a person who takes them away when all else is well again. */
export class SickPods {
  readonly #sick = new Map<string, KubeObject["metadata"]>();
  readonly #context: Pick<ActorContext, "faults" | "chance">;

  constructor(context: Pick<ActorContext, "faults" | "chance">) {
    this.#context = context;
  }

  /** What is wrong with a pod that begins to live now. */
  sicknessOf({ metadata }: KubeObject): Sickness | undefined {
    const { faults, chance } = this.#context;
    if (faults.isOver || faults.plan.podFaults === 0 || metadata.namespace !== "default") return undefined;
    const luck = chance.stream(`${metadata.uid} ${metadata.resourceVersion}`);
    if (!luck.happens(0.12)) return undefined;
    const sickness = luck.pick<Sickness>(["CrashLoop", "NeverReady", "Unready"]);
    faults.count("F15", `pod ${metadata.name} is sick: ${sickness}`);
    this.#sick.set(metadata.uid ?? "", metadata);
    return sickness;
  }

  heal({ cluster }: Pick<ActorContext, "cluster">): void {
    for (const pod of cluster.server.list(pods, { namespace: "default" }).items) {
      if (this.#sick.has(pod.metadata.uid ?? "")) cluster.server.delete(pods, keyOf(pod), { gracePeriodSeconds: 0 });
    }
    cluster.takeWrites();
  }
}
