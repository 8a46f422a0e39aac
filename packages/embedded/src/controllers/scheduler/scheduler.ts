import { isNotFound, keyOf, keyText, type KubeObject, type ObjectChange, type ObjectKey } from "@bellwether/core";
import { type Condition, conditionOf } from "../objects/condition.ts";
import { isActive, type Pod } from "../objects/pod.ts";
import { nodes as nodeType, pods as podType } from "../objects/resource-types.ts";
import { timestamp } from "../objects/timestamp.ts";
import type { Controller, ControllerContext } from "../runtime/controller.ts";
import { NodeLoad } from "./node-load.ts";

const fieldManager = "default-scheduler";

/** Binds each pod to the ready node with the fewest pods; says `Unschedulable` while there is none. */
export function scheduler({ client, views, clock }: ControllerContext): Controller {
  const pods = views.of(podType);
  const nodes = views.of(nodeType);
  const load = new NodeLoad();
  const waiting = new Map<string, ObjectKey>();

  return {
    name: fieldManager,
    watches: [
      { view: pods, keys: podsToPlace },
      { view: nodes, keys: () => waiting.values() },
    ],
    reconcile,
  };

  function podsToPlace(change: ObjectChange): readonly ObjectKey[] {
    load.observe(change);
    const key = keyOf(change.object);
    if (change.type !== "deleted" && isUnplaced(change.object as Pod)) return [key];
    waiting.delete(keyText(key));
    return [];
  }

  async function reconcile(key: ObjectKey): Promise<undefined> {
    const pod = pods.get(key) as Pod | undefined;
    if (pod === undefined || !isUnplaced(pod)) return;
    const node = load.emptiest(nodes, pod);
    if (node === undefined) {
      waiting.set(keyText(key), key);
      return sayUnschedulable(pod);
    }
    try {
      await client.create(podType, bindingOf(pod, node), { fieldManager, subresource: "binding" });
      load.place(pod.metadata.uid ?? "", node);
    } catch (error) {
      if (!isNotFound(error)) throw error;
    }
  }

  async function sayUnschedulable(pod: Pod): Promise<undefined> {
    const known = conditionOf(pod.status?.conditions, "PodScheduled");
    const total = nodes.list().length;
    const message = `0/${total} nodes are available: ${total} node(s) are not ready, unschedulable or not selected.`;
    if (known?.reason === "Unschedulable" && known.message === message) return;
    const condition: Condition = {
      type: "PodScheduled",
      status: "False",
      reason: "Unschedulable",
      message,
      lastTransitionTime: timestamp(clock.now()),
    };
    const body = { status: { conditions: [condition] } };
    await client.patch(podType, keyOf(pod), { type: "strategic", body }, { fieldManager, subresource: "status" });
  }
}

function isUnplaced(pod: Pod): boolean {
  const { nodeName = "", schedulerName = fieldManager } = pod.spec as Pod["spec"] & { readonly schedulerName?: string };
  return nodeName === "" && schedulerName === fieldManager && isActive(pod);
}

function bindingOf({ metadata }: Pod, node: string): KubeObject {
  const { name = "", namespace = "", uid = "" } = metadata;
  return {
    apiVersion: "v1",
    kind: "Binding",
    metadata: { name, namespace, uid },
    target: { apiVersion: "v1", kind: "Node", name: node },
  };
}
