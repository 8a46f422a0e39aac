/** Orders two resourceVersions of one API server: negative when `a` is older. They are decimal integers of any size. */
export function compareResourceVersions(a: string, b: string): number {
  if (a.length !== b.length) return a.length - b.length;
  return a < b ? -1 : a > b ? 1 : 0;
}
