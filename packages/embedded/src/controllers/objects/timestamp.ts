/** Whole seconds, as metav1.Time is written. */
export function timestamp(epochMs: number): string {
  return `${new Date(epochMs).toISOString().slice(0, 19)}Z`;
}

/** Milliseconds since the epoch; 0 when absent, so that it sorts first. */
export function epochMs(time: string | null | undefined): number {
  return time === undefined || time === null ? 0 : Date.parse(time);
}
