import type { ReplicaSet } from "../replicaset/replica-set.ts";
import type { Bounds, Deployment } from "./deployment.ts";

export const revisionAnnotation = "deployment.kubernetes.io/revision";
const revisionHistoryAnnotation = "deployment.kubernetes.io/revision-history";
const desiredReplicasAnnotation = "deployment.kubernetes.io/desired-replicas";
const maxReplicasAnnotation = "deployment.kubernetes.io/max-replicas";

const notCopied = new Set([
  "kubectl.kubernetes.io/last-applied-configuration",
  revisionAnnotation,
  revisionHistoryAnnotation,
  desiredReplicasAnnotation,
  maxReplicasAnnotation,
  "deprecated.deployment.rollback.to",
]);

type Annotations = Readonly<Record<string, string>>;

/** The size bounds for which a ReplicaSet was last scaled. */
export function sizeAnnotations({ replicas, maxSurge }: Bounds): Annotations {
  return { [desiredReplicasAnnotation]: String(replicas), [maxReplicasAnnotation]: String(replicas + maxSurge) };
}

export function desiredReplicasOf(replicaSet: ReplicaSet): number | undefined {
  return numberOf(replicaSet, desiredReplicasAnnotation);
}

export function maxReplicasOf(replicaSet: ReplicaSet): number | undefined {
  return numberOf(replicaSet, maxReplicasAnnotation);
}

export function revisionOf(replicaSet: ReplicaSet): number {
  return numberOf(replicaSet, revisionAnnotation) ?? 0;
}

/** Those that the new ReplicaSet must have: the Deployment's own, and the revision if it is higher than what it has. */
export function newReplicaSetAnnotations(deployment: Deployment, revision: number, existing?: ReplicaSet): Annotations {
  const copied = Object.entries(deployment.metadata.annotations ?? {}).filter(([name]) => !notCopied.has(name));
  const before = existing === undefined ? 0 : revisionOf(existing);
  const history = existing?.metadata.annotations?.[revisionHistoryAnnotation];
  return {
    ...Object.fromEntries(copied),
    ...(before >= revision ? {} : { [revisionAnnotation]: String(revision) }),
    ...(before === 0 || before >= revision
      ? {}
      : { [revisionHistoryAnnotation]: history === undefined ? String(before) : `${history},${before}` }),
  };
}

function numberOf(replicaSet: ReplicaSet, name: string): number | undefined {
  const text = replicaSet.metadata.annotations?.[name];
  return text === undefined || !/^\d+$/.test(text) ? undefined : Number(text);
}
