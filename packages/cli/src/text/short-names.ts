/** What tells two revisions apart: `v1` and `v2` of test-rolling-v1 and test-rolling-v2; whole names where nothing is shared. */
export function shortNames(names: readonly string[]): ReadonlyMap<string, string> {
  const distinct = [...new Set(names)];
  const [first] = distinct;
  if (first === undefined) return new Map();
  let shared = first.lastIndexOf("-") + 1;
  while (shared > 0 && !distinct.every((name) => name.startsWith(first.slice(0, shared))))
    shared = first.lastIndexOf("-", shared - 2) + 1;
  return new Map(distinct.map((name) => [name, name.slice(shared) === "" ? name : name.slice(shared)]));
}
