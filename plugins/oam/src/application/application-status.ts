import { catalogue, type Condition, type ErrorCode, type KubeObject } from "@bellwether/core";
import { canonicalJson } from "../revisions/canonical-json.ts";

/** The part of an Application's status that is written here. */
export interface ApplicationStatus {
  readonly observedGeneration?: number;
  /** The phase. */
  readonly status?: "rendering" | "rollingOut" | "healthChecking" | "running";
  readonly latestRevision?: RevisionReference;
  /** The highest number that a revision ever had. */
  readonly highestRevision?: number;
  readonly services?: readonly ServiceStatus[];
  readonly appliedResources?: readonly AppliedResource[];
  readonly conditions?: readonly Condition[];
}

export interface RevisionReference {
  readonly name: string;
  readonly revision: number;
  readonly revisionHash: string;
}

export interface ServiceStatus {
  readonly name: string;
  readonly healthy: boolean;
  readonly message: string;
  readonly workloadDefinition: { readonly apiVersion: string; readonly kind: string };
}

export interface AppliedResource {
  readonly apiVersion: string;
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
}

/** `Render`: the components render, so that a revision is made. `Apply`: the objects are on the cluster. */
export type ConditionType = "Render" | "Apply";

export function statusOf(object: KubeObject): ApplicationStatus {
  return object["status"] ?? {};
}

/** Why the Application makes no revision now; undefined when it does. */
export function failureOf(application: KubeObject): { readonly code: ErrorCode; readonly message: string } | undefined {
  const render = statusOf(application).conditions?.find(({ type }) => type === "Render");
  if (render?.status !== "False" || !(render.reason in catalogue)) return undefined;
  return { code: render.reason as ErrorCode, message: render.message };
}

export interface Verdict {
  readonly type: ConditionType;
  readonly status: "True" | "False";
  readonly reason: string;
  readonly message: string;
}

/** The conditions with these verdicts; each keeps its time while its status stays. */
export function conditionsWith(
  before: readonly Condition[],
  verdicts: readonly Verdict[],
  time: string,
): readonly Condition[] {
  return verdicts.map((verdict) => {
    const known = before.find(({ type }) => type === verdict.type);
    return { ...verdict, lastTransitionTime: known?.status === verdict.status ? known.lastTransitionTime : time };
  });
}

/** Whether writing `next` over `before` would change anything. */
export function changes(before: ApplicationStatus, next: ApplicationStatus): boolean {
  return canonicalJson({ ...before, ...next }) !== canonicalJson(before);
}
