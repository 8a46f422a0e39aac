import { inDeletionOrder } from "../objects/deletion-order.ts";
import { selects } from "../objects/label-selector.ts";
import type { Pod } from "../objects/pod.ts";
import type { CloneSetSpec, PriorityStrategy, ScatterTerm } from "./clone-set.ts";
import { stateOf } from "./pod-state.ts";

/** Broken pods first, then as priority and scatter ask; those that were already asked to prepare lead. */
export function inUpdateOrder(
  { priorityStrategy, scatterStrategy }: Pick<CloneSetSpec, "priorityStrategy" | "scatterStrategy">,
  pods: readonly Pod[],
): readonly Pod[] {
  const withoutCost = inDeletionOrder(pods, { cost: () => 0 });
  const prioritized = withoutCost.sort((a, b) => priorityOf(priorityStrategy, b) - priorityOf(priorityStrategy, a));
  const scattered = scatterStrategy.reduce<readonly Pod[]>(scatter, prioritized);
  const preparing = (pod: Pod): number => (stateOf(pod) === "PreparingUpdate" ? 0 : 1);
  return scattered.toSorted((a, b) => preparing(a) - preparing(b));
}

function priorityOf({ weightPriority = [], orderPriority = [] }: PriorityStrategy, { metadata }: Pod): number {
  const weight = weightPriority
    .filter(({ matchSelector }) => selects(matchSelector, metadata.labels))
    .reduce((sum, term) => sum + term.weight, 0);
  const [order] = orderPriority.flatMap(({ orderedKey }) => {
    const value = metadata.labels?.[orderedKey];
    return value === undefined ? [] : [Number(/\d+$/.exec(value)?.[0] ?? 0)];
  });
  return weightPriority.length > 0 ? weight : (order ?? 0);
}

/** Spreads the pods with the label evenly over the list; both kinds keep their own order. */
function scatter(pods: readonly Pod[], { key, value }: ScatterTerm): readonly Pod[] {
  const labelled = pods.filter(({ metadata }) => metadata.labels?.[key] === value);
  const others = pods.filter((pod) => !labelled.includes(pod));
  const place = (index: number, length: number): number => (index + 0.5) / length;
  return [
    ...labelled.map((pod, index) => ({ pod, at: place(index, labelled.length) })),
    ...others.map((pod, index) => ({ pod, at: place(index, others.length) })),
  ]
    .sort((a, b) => a.at - b.at)
    .map(({ pod }) => pod);
}
