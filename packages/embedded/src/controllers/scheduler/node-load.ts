import type { KubeObject, ObjectChange, ObjectView } from "@bellwether/core";
import { type Condition, isTrue } from "../objects/condition.ts";
import type { Labels } from "../objects/label-selector.ts";
import type { Pod } from "../objects/pod.ts";

export interface Node extends KubeObject {
  readonly spec?: { readonly unschedulable?: boolean };
  readonly status?: { readonly conditions?: readonly Condition[] };
}

/** How many pods each node has. */
export class NodeLoad {
  readonly #nodeOf = new Map<string, string>();
  readonly #pods = new Map<string, number>();

  observe({ type, object }: ObjectChange): void {
    const uid = object.metadata.uid ?? "";
    const node = type === "deleted" ? "" : ((object as Pod).spec.nodeName ?? "");
    this.place(uid, node);
  }

  place(uid: string, node: string): void {
    const before = this.#nodeOf.get(uid) ?? "";
    if (before === node) return;
    if (before !== "") this.#pods.set(before, (this.#pods.get(before) ?? 1) - 1);
    if (node === "") this.#nodeOf.delete(uid);
    else {
      this.#nodeOf.set(uid, node);
      this.#pods.set(node, (this.#pods.get(node) ?? 0) + 1);
    }
  }

  /** Of the nodes that fit the pod, the one with the fewest pods. */
  emptiest(nodes: ObjectView, pod: Pod): string | undefined {
    let best: string | undefined;
    for (const node of nodes.list() as readonly Node[]) {
      const name = node.metadata.name ?? "";
      if (!fits(node, pod)) continue;
      if (best === undefined || (this.#pods.get(name) ?? 0) < (this.#pods.get(best) ?? 0)) best = name;
    }
    return best;
  }
}

function fits({ metadata, spec, status }: Node, pod: Pod): boolean {
  const wanted = Object.entries((pod.spec["nodeSelector"] ?? {}) as Labels);
  return (
    metadata.deletionTimestamp === undefined &&
    spec?.unschedulable !== true &&
    isTrue(status?.conditions, "Ready") &&
    wanted.every(([name, value]) => metadata.labels?.[name] === value)
  );
}
