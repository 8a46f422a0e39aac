import { same } from "../objects/canonical.ts";
import { controllerReference } from "../objects/owner.ts";
import type { PodTemplate } from "../objects/pod.ts";
import { templateHash } from "../objects/template-hash.ts";
import type { ReplicaSet } from "../replicaset/replica-set.ts";
import { newReplicaSetAnnotations, revisionOf, sizeAnnotations } from "./annotations.ts";
import { boundsOf, type Deployment, isRollingUpdate } from "./deployment.ts";
import { freshSize } from "./rolling-update.ts";
import { type Generations, olderFirst } from "./scaling.ts";

const hashLabel = "pod-template-hash";

/** The Deployment's template decides which ReplicaSet is new: the oldest with an equal one, whatever its hash. */
export function generationsOf(deployment: Deployment, replicaSets: readonly ReplicaSet[]): Generations {
  const wanted = withoutHash(deployment.spec.template);
  const fresh = replicaSets.toSorted(olderFirst).find(({ spec }) => same(withoutHash(spec.template), wanted));
  return { fresh, old: replicaSets.filter((one) => one !== fresh) };
}

export function nextRevision({ old }: Generations): number {
  return Math.max(0, ...old.map(revisionOf)) + 1;
}

/** The ReplicaSet to create for a template that has none. */
export function newReplicaSet(deployment: Deployment, old: readonly ReplicaSet[]): ReplicaSet {
  const { spec, metadata, status } = deployment;
  const bounds = boundsOf(deployment);
  const hash = templateHash(spec.template, status?.collisionCount);
  const labels = { ...spec.template.metadata?.labels, [hashLabel]: hash };
  const draft = (replicas: number): ReplicaSet => ({
    apiVersion: "apps/v1",
    kind: "ReplicaSet",
    metadata: {
      name: `${metadata.name}-${hash}`,
      namespace: metadata.namespace ?? "",
      labels,
      annotations: {
        ...newReplicaSetAnnotations(deployment, nextRevision({ fresh: undefined, old })),
        ...sizeAnnotations(bounds),
      },
      ownerReferences: [controllerReference(deployment)],
    },
    spec: {
      replicas,
      ...(spec.minReadySeconds === undefined ? {} : { minReadySeconds: spec.minReadySeconds }),
      selector: { ...spec.selector, matchLabels: { ...spec.selector.matchLabels, [hashLabel]: hash } },
      template: { ...spec.template, metadata: { ...spec.template.metadata, labels } },
    },
  });
  const empty = draft(0);
  return draft(isRollingUpdate(deployment) ? freshSize(empty, [...old, empty], bounds) : bounds.replicas);
}

const stripped = new WeakMap<PodTemplate, PodTemplate>();

function withoutHash(template: PodTemplate): PodTemplate {
  if (template.metadata?.labels?.[hashLabel] === undefined) return template;
  let plain = stripped.get(template);
  if (plain === undefined) {
    const { [hashLabel]: _, ...labels } = template.metadata.labels;
    plain = Object.freeze({ ...template, metadata: Object.freeze({ ...template.metadata, labels }) });
    stripped.set(template, plain);
  }
  return plain;
}
