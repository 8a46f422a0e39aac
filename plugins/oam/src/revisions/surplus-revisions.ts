import type { ApplicationRevision } from "../kinds/application-revision.ts";

/** Revisions kept beside those in use. */
export const revisionLimit = 10;

/** The oldest revisions beyond the limit; those in use neither count nor go. */
export function surplusRevisions(
  revisions: readonly ApplicationRevision[],
  isInUse: (name: string) => boolean,
): readonly ApplicationRevision[] {
  return revisions
    .filter(({ name }) => !isInUse(name))
    .sort((a, b) => b.number - a.number)
    .slice(revisionLimit);
}
