import type { KubeObject } from "@bellwether/core";
import type { ServiceStatus } from "./application-status.ts";

interface Replicated {
  readonly spec?: { readonly replicas?: number };
  readonly status?: {
    readonly observedGeneration?: number;
    readonly readyReplicas?: number;
    readonly updatedReplicas?: number;
  };
}

/** How a component does: by its workload's ready pods; a workload without replicas is well when it is there. */
export function serviceStatus(component: string, workload: KubeObject, live: KubeObject | undefined): ServiceStatus {
  const { apiVersion, kind } = workload;
  return { name: component, workloadDefinition: { apiVersion, kind }, ...healthOf(live) };
}

function healthOf(live: KubeObject | undefined): Pick<ServiceStatus, "healthy" | "message"> {
  if (live === undefined) return { healthy: false, message: "not there yet" };
  const { spec, status = {} } = live as KubeObject & Replicated;
  if (spec?.replicas === undefined) return { healthy: true, message: "" };
  const { readyReplicas = 0, updatedReplicas = readyReplicas, observedGeneration = 0 } = status;
  const healthy =
    observedGeneration >= (live.metadata.generation ?? 0) && Math.min(readyReplicas, updatedReplicas) >= spec.replicas;
  return { healthy, message: `Ready: ${readyReplicas}/${spec.replicas}` };
}
