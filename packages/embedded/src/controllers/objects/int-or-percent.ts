export type IntOrPercent = number | string;

/** `"30%"` of the total, rounded as told, or the number itself. Text that is no percentage counts as 0. */
export function resolveIntOrPercent(value: IntOrPercent, total: number, round: "up" | "down"): number {
  if (typeof value === "number") return value;
  const percent = /^(\d+)%$/.exec(value)?.[1];
  if (percent === undefined) return 0;
  const scaled = (Number(percent) * total) / 100;
  return round === "up" ? Math.ceil(scaled) : Math.floor(scaled);
}
