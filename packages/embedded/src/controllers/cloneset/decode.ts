import type { CloneSet, CloneSetSpec, PodUpdatePolicy } from "./clone-set.ts";

const excludePreparingDeleteLabel = "apps.kruise.io/cloneset-scaling-exclude-preparing-delete";

/** Update settings as v1alpha1 writes them: flat; `type` is the pods' update policy. */
type Flat = Partial<
  Pick<CloneSetSpec, "partition" | "maxUnavailable" | "maxSurge" | "paused" | "priorityStrategy" | "scatterStrategy">
> & { readonly type?: string; readonly inPlaceUpdateStrategy?: { readonly gracePeriodSeconds?: number } };

/** And as v1beta1 does: nested, with the policy apart. */
interface Nested {
  readonly type?: string;
  readonly rollingUpdate?: Omit<Flat, "type"> & { readonly podUpdatePolicy?: string };
}

type Written = Partial<
  Pick<CloneSetSpec, "replicas" | "minReadySeconds" | "revisionHistoryLimit" | "progressDeadlineSeconds" | "lifecycle">
> &
  Pick<CloneSetSpec, "selector" | "template"> & {
    readonly updateStrategy?: Flat & Nested;
    readonly scaleStrategy?: {
      readonly podsToDelete?: readonly string[];
      readonly maxUnavailable?: number | string;
      readonly excludePreparingDelete?: boolean;
    };
  };

/** Tells the two shapes apart by what is written, since a cluster may serve either for the same object. */
export function decodeCloneSet(cloneSet: CloneSet): CloneSetSpec {
  const spec = cloneSet.spec as unknown as Written;
  const strategy = spec.updateStrategy ?? {};
  const nested =
    strategy.rollingUpdate !== undefined || strategy.type === "RollingUpdate" || strategy.type === "OnDelete";
  const rolling: Omit<Flat, "type"> = nested ? (strategy.rollingUpdate ?? {}) : strategy;
  const policy = nested ? strategy.rollingUpdate?.podUpdatePolicy : strategy.type;
  return {
    replicas: spec.replicas ?? 1,
    selector: spec.selector,
    template: spec.template,
    minReadySeconds: spec.minReadySeconds ?? 0,
    revisionHistoryLimit: spec.revisionHistoryLimit ?? 10,
    progressDeadlineSeconds: spec.progressDeadlineSeconds === 2_147_483_647 ? undefined : spec.progressDeadlineSeconds,
    onDelete: strategy.type === "OnDelete",
    podUpdatePolicy: (policy ?? "ReCreate") as PodUpdatePolicy,
    partition: rolling.partition ?? 0,
    maxUnavailable: rolling.maxUnavailable ?? "20%",
    maxSurge: rolling.maxSurge ?? 0,
    paused: rolling.paused ?? false,
    priorityStrategy: rolling.priorityStrategy ?? {},
    scatterStrategy: rolling.scatterStrategy ?? [],
    gracePeriodSeconds: rolling.inPlaceUpdateStrategy?.gracePeriodSeconds ?? 0,
    podsToDelete: spec.scaleStrategy?.podsToDelete ?? [],
    scaleMaxUnavailable: spec.scaleStrategy?.maxUnavailable,
    excludePreparingDelete:
      spec.scaleStrategy?.excludePreparingDelete ?? cloneSet.metadata.labels?.[excludePreparingDeleteLabel] === "true",
    lifecycle: spec.lifecycle ?? {},
  };
}
