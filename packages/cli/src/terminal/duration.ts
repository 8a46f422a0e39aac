/** A span of time as people say it: 9.8s while short and exact, 42s, 3m12s, 2h05m, 4d. */
export function durationText(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  if (seconds < 60) return `${seconds}s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return minutes < 10 ? `${minutes}m${pad(seconds % 60)}s` : `${minutes}m`;
  const hours = Math.floor(minutes / 60);
  if (hours < 24) return hours < 10 ? `${hours}h${pad(minutes % 60)}m` : `${hours}h`;
  return `${Math.floor(hours / 24)}d`;
}

/** With both parts, as in `59m 54s`, for what is left of a deadline. */
export function remainingText(ms: number): string {
  const seconds = Math.max(0, Math.ceil(ms / 1000));
  if (seconds < 60) return `${seconds}s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return seconds % 60 === 0 ? `${minutes}m` : `${minutes}m ${seconds % 60}s`;
  const hours = Math.floor(minutes / 60);
  return minutes % 60 === 0 ? `${hours}h` : `${hours}h ${minutes % 60}m`;
}

/** Seconds with one decimal, for something that runs in front of a person. */
export function stopwatchText(ms: number): string {
  return `${(Math.max(0, ms) / 1000).toFixed(1)}s`;
}

function pad(value: number): string {
  return String(value).padStart(2, "0");
}
