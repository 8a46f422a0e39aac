/** The value below which this share of the samples lies; NaN of none. */
export function quantile(samples: readonly number[], share: number): number {
  const sorted = samples.toSorted((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? Number.NaN;
}

export function median(samples: readonly number[]): number {
  const sorted = samples.toSorted((a, b) => a - b);
  const middle = (sorted.length - 1) / 2;
  return ((sorted[Math.floor(middle)] ?? Number.NaN) + (sorted[Math.ceil(middle)] ?? Number.NaN)) / 2;
}

/** `1.02 to 1.11`: the smallest and the greatest sample. */
export function spread(samples: readonly number[], digits: number): string {
  return `${Math.min(...samples).toFixed(digits)} to ${Math.max(...samples).toFixed(digits)}`;
}

export function rounded(value: number, digits: number): number {
  return Number(value.toFixed(digits));
}
