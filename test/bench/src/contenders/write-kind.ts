import type { KubeObject } from "@bellwether/core";
import type { WriteRecord } from "@bellwether/embedded";

/** What a client's write is for. */
export type WriteKind =
  | "moves pods"
  | "target object"
  | "claim, release"
  | "status"
  | "finalizer"
  | "Event"
  | "Lease"
  | "other";

/** Tells by what the write changed. */
export function writeKindOf({ type, subresource, before, after }: WriteRecord): WriteKind {
  if (type.kind === "Event" || type.kind === "Lease") return type.kind;
  if (subresource === "status") return "status";
  if (differs(before, after, (object) => object.metadata.finalizers)) return "finalizer";
  if (type.kind !== "CloneSet" && type.kind !== "Deployment") return "other";
  if (before === undefined || differs(before, after, (object) => specOf(object).template)) return "target object";
  if (differs(before, after, (object) => object.metadata.ownerReferences)) return "claim, release";
  return differs(before, after, asked) ? "moves pods" : "other";
}

interface WorkloadSpec {
  readonly template?: unknown;
  readonly replicas?: number;
  readonly updateStrategy?: { readonly partition?: number | string };
}

function specOf({ spec = {} }: KubeObject & { readonly spec?: WorkloadSpec }): WorkloadSpec {
  return spec;
}

function asked(object: KubeObject): unknown {
  const { replicas, updateStrategy } = specOf(object);
  return [replicas, updateStrategy?.partition];
}

function differs(
  before: KubeObject | undefined,
  after: KubeObject | undefined,
  part: (object: KubeObject) => unknown,
): boolean {
  if (before === undefined || after === undefined) return false;
  return JSON.stringify(part(before)) !== JSON.stringify(part(after));
}
