const minute = 60;
const hour = 60 * minute;
const day = 24 * hour;
const year = 365 * day;

/** Each range: up to which age, the unit, and the smaller unit shown beside it. */
const ranges: readonly (readonly [below: number, unit: number, suffix: string, rest?: number, restSuffix?: string])[] =
  [
    [2 * minute, 1, "s"],
    [10 * minute, minute, "m", 1, "s"],
    [3 * hour, minute, "m"],
    [8 * hour, hour, "h", minute, "m"],
    [48 * hour, hour, "h"],
    [8 * day, day, "d", hour, "h"],
    [2 * year, day, "d"],
    [8 * year, year, "y", day, "d"],
    [Number.POSITIVE_INFINITY, year, "y"],
  ];

/** A duration as kubectl prints it: `90s`, `5m30s`, `3h12m`, `2d`. */
export function durationText(milliseconds: number): string {
  const seconds = Math.trunc(milliseconds / 1000);
  if (Number.isNaN(seconds) || seconds < -1) return "<invalid>";
  if (seconds < 0) return "0s";
  for (const [below, unit, suffix, rest, restSuffix] of ranges) {
    if (seconds >= below) continue;
    const whole = `${Math.floor(seconds / unit)}${suffix}`;
    const remainder = rest === undefined ? 0 : Math.floor((seconds % unit) / rest);
    return remainder === 0 ? whole : `${whole}${remainder}${restSuffix}`;
  }
  return "<invalid>";
}

/** Time since a timestamp, `<unknown>` without one. */
export function ageText(timestamp: unknown, now: number): string {
  return typeof timestamp === "string" ? durationText(now - Date.parse(timestamp)) : "<unknown>";
}
