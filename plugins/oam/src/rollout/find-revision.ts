import { RolloutError, type KubeObject, type ObjectView } from "@bellwether/core";
import { parseRevisionName } from "../kinds/application-revision.ts";
import { failureOf } from "../application/application-status.ts";

/** Caches that a rollout's revisions are read from. */
export interface RevisionViews {
  readonly revisions: ObjectView;
  readonly applications: ObjectView;
}

/** The revision's object. Throws `RolloutError` that says why there is none. */
export function findRevision({ revisions, applications }: RevisionViews, namespace: string, name: string): KubeObject {
  const found = revisions.get({ namespace, name });
  if (found !== undefined) return found;
  const owner = parseRevisionName(name)?.owner ?? "";
  const application = applications.get({ namespace, name: owner });
  const failure = application === undefined ? undefined : failureOf(application);
  if (failure !== undefined) {
    throw new RolloutError(
      failure.code,
      `ApplicationRevision ${name} does not exist, and Application ${owner} makes none: ${failure.message}`,
    );
  }
  const known = revisions
    .list(namespace)
    .map(({ metadata }) => parseRevisionName(metadata.name ?? ""))
    .filter((parsed) => parsed?.owner === owner)
    .map((parsed) => parsed?.number ?? 0)
    .sort((a, b) => a - b)
    .map((number) => `v${number}`);
  throw new RolloutError(
    "REVISION_NOT_FOUND",
    `ApplicationRevision ${name} does not exist in ${namespace}; there ${known.length === 1 ? "is" : "are"} ${known.join(", ") || "none"}.`,
  );
}
