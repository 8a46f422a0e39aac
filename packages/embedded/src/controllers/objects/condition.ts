export interface Condition {
  readonly type: string;
  readonly status: "True" | "False" | "Unknown";
  readonly reason?: string;
  readonly message?: string;
  readonly lastTransitionTime?: string;
  readonly lastUpdateTime?: string;
}

export function conditionOf(conditions: readonly Condition[] | undefined, type: string): Condition | undefined {
  return conditions?.find((condition) => condition.type === type);
}

export function isTrue(conditions: readonly Condition[] | undefined, type: string): boolean {
  return conditionOf(conditions, type)?.status === "True";
}

/** The list with this condition in place; its transition time stays as long as its status does. */
export function withCondition<C extends Condition>(conditions: readonly C[] | undefined, next: C): readonly C[] {
  const list = conditions ?? [];
  const at = list.findIndex((condition) => condition.type === next.type);
  const before = list[at];
  if (before === undefined) return [...list, next];
  const kept = before.status === next.status ? before.lastTransitionTime : next.lastTransitionTime;
  return list.with(at, kept === undefined ? next : { ...next, lastTransitionTime: kept });
}
