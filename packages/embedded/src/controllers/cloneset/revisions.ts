import type { KubeObject } from "@bellwether/core";
import { same } from "../objects/canonical.ts";
import { controllerReference } from "../objects/owner.ts";
import type { PodTemplate } from "../objects/pod.ts";
import { templateHash } from "../objects/template-hash.ts";
import type { CloneSet } from "./clone-set.ts";
import { hashOf, revisionLabel } from "./pod-state.ts";

/** A template that a CloneSet had, kept under the name of its hash. */
export interface ControllerRevision extends KubeObject {
  readonly revision: number;
  readonly data: { readonly spec: { readonly template: PodTemplate & { readonly $patch?: "replace" } } };
}

export function templateOf({ data }: ControllerRevision): PodTemplate {
  const { $patch: _, ...template } = data.spec.template;
  return template;
}

/** The latest revision with this template, if there ever was one. */
export function revisionOf(
  revisions: readonly ControllerRevision[],
  template: PodTemplate,
): ControllerRevision | undefined {
  return revisions.toSorted(newerFirst).find((revision) => same(templateOf(revision), template));
}

export function newRevision(
  cloneSet: CloneSet,
  template: PodTemplate,
  existing: readonly ControllerRevision[],
): ControllerRevision {
  const name = `${cloneSet.metadata.name}-${templateHash(template, cloneSet.status?.collisionCount)}`;
  return {
    apiVersion: "apps/v1",
    kind: "ControllerRevision",
    metadata: {
      name,
      namespace: cloneSet.metadata.namespace ?? "",
      labels: { ...template.metadata?.labels, [revisionLabel]: hashOf(name) },
      ownerReferences: [controllerReference(cloneSet)],
    },
    data: { spec: { template: { ...template, $patch: "replace" } } },
    revision: nextNumber(existing),
  };
}

export function nextNumber(existing: readonly ControllerRevision[]): number {
  return Math.max(0, ...existing.map(({ revision }) => revision)) + 1;
}

export function newerFirst(a: ControllerRevision, b: ControllerRevision): number {
  return b.revision - a.revision;
}
