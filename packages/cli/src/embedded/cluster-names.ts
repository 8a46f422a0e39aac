const first = ["east", "west", "north", "south"];

/** east, west, north, south, then cluster-5 and on. */
export function clusterNames(count: number): readonly string[] {
  return Array.from({ length: count }, (_, index) => first[index] ?? `cluster-${index + 1}`);
}

/** `east`, `east and west`, `east, north and west`. */
export function namesText(names: readonly string[]): string {
  const last = names.at(-1) ?? "";
  return names.length < 2 ? last : `${names.slice(0, -1).join(", ")} and ${last}`;
}
