import { isNotFound, keyOf, keyText, type ObjectChange, type ObjectKey } from "@bellwether/core";
import type { Pod, PodStatus } from "../controllers/objects/pod.ts";
import { nodes as nodeType, pods as podType } from "../controllers/objects/resource-types.ts";
import { writeStatus } from "../controllers/objects/write-status.ts";
import type { Controller, ControllerContext } from "../controllers/runtime/controller.ts";
import { hasFailed, newNode, nodeName, nodeStatus } from "./nodes.ts";
import type { KubeletOptions } from "./options.ts";
import { behaviourOf, PodLife } from "./pod-life.ts";
import { lostPodStatus, podStatus } from "./pod-status.ts";

const fieldManager = "kubelet";

/** The kubelet of all embedded nodes: makes the nodes, and brings the pods that are bound to them to life and to an end. */
export function kubelet({ client, views, clock, random }: ControllerContext, options: KubeletOptions = {}): Controller {
  const pods = views.of(podType);
  const nodes = views.of(nodeType);
  const names = new Set(Array.from({ length: options.nodes ?? 3 }, (_, index) => nodeName(index)));
  const lives = new Map<string, PodLife>();
  const podsOf = new Map<string, Map<string, ObjectKey>>();
  let addresses = 0;

  return {
    name: fieldManager,
    initialKeys: [...names].map((name) => ({ namespace: "", name })),
    watches: [
      { view: pods, keys: ownPods },
      { view: nodes, keys: ({ object }) => ownNodes(object.metadata.name ?? "") },
    ],
    reconcile: (key) => (key.namespace === "" ? reconcileNode(key) : reconcilePod(key)),
  };

  function ownPods({ type, object }: ObjectChange): readonly ObjectKey[] {
    const node = (object as Pod).spec.nodeName ?? "";
    if (!names.has(node)) return [];
    const key = keyOf(object);
    let known = podsOf.get(node);
    if (known === undefined) podsOf.set(node, (known = new Map()));
    if (type !== "deleted") {
      known.set(keyText(key), key);
      return [key];
    }
    known.delete(keyText(key));
    lives.delete(object.metadata.uid ?? "");
    return [];
  }

  function ownNodes(name: string): readonly ObjectKey[] {
    return names.has(name) ? [{ namespace: "", name }, ...(podsOf.get(name)?.values() ?? [])] : [];
  }

  async function reconcileNode(key: ObjectKey): Promise<undefined> {
    const node = nodes.get(key) ?? (await client.create(nodeType, newNode(key.name), { fieldManager }));
    await writeStatus(client, nodeType, node, nodeStatus(node, clock.now()), fieldManager);
  }

  async function reconcilePod(key: ObjectKey): Promise<number | undefined> {
    const pod = pods.get(key) as Pod | undefined;
    const node = nodes.get({ namespace: "", name: pod?.spec.nodeName ?? "" });
    if (pod === undefined || node === undefined || ["Succeeded", "Failed"].includes(pod.status?.phase ?? "")) {
      return undefined;
    }
    const now = clock.now();
    if (hasFailed(node)) return write(pod, lostPodStatus(pod, now));
    const life = lifeOf(pod);
    if (pod.metadata.deletionTimestamp !== undefined) return stop(pod, life);
    const moments = life.at(pod, now, options, random);
    const containers = moments.map(({ status }) => status);
    await write(pod, podStatus(pod, containers, life.podIP, now));
    const until = Math.min(...moments.map((moment) => moment.until));
    return until === Number.POSITIVE_INFINITY ? undefined : until - now;
  }

  async function write(pod: Pod, status: PodStatus): Promise<undefined> {
    await writeStatus(client, podType, pod, { ...pod.status, ...status }, fieldManager);
  }

  function lifeOf({ metadata }: Pod): PodLife {
    const uid = metadata.uid ?? "";
    let life = lives.get(uid);
    if (life === undefined) {
      addresses += 1;
      life = new PodLife(`10.${addresses >> 16}.${(addresses >> 8) & 255}.${addresses & 255}`);
      lives.set(uid, life);
    }
    return life;
  }

  /** A terminating pod runs on until its containers have stopped, at most for its grace period. */
  async function stop(pod: Pod, life: PodLife): Promise<number | undefined> {
    if (life.killed) return undefined;
    const graceMs = ((pod.metadata.deletionGracePeriodSeconds ?? 30) * 1000) / (options.speed ?? 1);
    const { stopMs } = behaviourOf(pod, "", options, random);
    life.stopAt ??= clock.now() + Math.min(stopMs, graceMs);
    const leftMs = life.stopAt - clock.now();
    if (leftMs > 0) return leftMs;
    life.killed = true;
    try {
      await client.delete(podType, keyOf(pod), { uid: pod.metadata.uid ?? "", gracePeriodSeconds: 0 });
    } catch (error) {
      life.killed = isNotFound(error);
      if (!life.killed) throw error;
    }
    return undefined;
  }
}
