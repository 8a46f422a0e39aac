import type { ApplicationRevision } from "../kinds/application-revision.ts";

export interface RevisionHistory {
  /** Surviving revisions of the Application. */
  readonly revisions: readonly ApplicationRevision[];
  /** The highest number that any revision of that name ever had; 0 before the first. */
  readonly highest: number;
}

/** The revision with this content, or the number of the one to be made: a number is never used twice. */
export function latestRevision(
  { revisions, highest }: RevisionHistory,
  hash: string,
): ApplicationRevision | { readonly make: number } {
  const same = revisions.filter((revision) => revision.hash === hash).sort((a, b) => b.number - a.number);
  return same[0] ?? { make: Math.max(highest, ...revisions.map(({ number }) => number)) + 1 };
}
