import type { KubeObject } from "@bellwether/core";
import type { Labels } from "../objects/label-selector.ts";
import { controllerReference } from "../objects/owner.ts";
import { isReady, type Pod } from "../objects/pod.ts";

export interface Service extends KubeObject {
  readonly spec: { readonly selector?: Labels; readonly ports?: readonly ServicePort[] };
}

interface ServicePort {
  readonly name?: string;
  readonly port: number;
  readonly protocol?: string;
  readonly targetPort?: number | string;
}

interface ContainerPort {
  readonly name?: string;
  readonly containerPort: number;
}

const serviceNameLabel = "kubernetes.io/service-name";

/** Where the service leads: every selected pod that has an address, and whether it is ready for traffic. */
export function endpointSlice(service: Service, pods: readonly Pod[]): KubeObject {
  const { name = "", namespace = "" } = service.metadata;
  const addressed = pods.filter(({ status }) => typeof status?.["podIP"] === "string");
  return {
    apiVersion: "discovery.k8s.io/v1",
    kind: "EndpointSlice",
    metadata: {
      generateName: `${name}-`,
      namespace,
      labels: { [serviceNameLabel]: name, "endpointslice.kubernetes.io/managed-by": "endpointslice-controller.k8s.io" },
      ownerReferences: [controllerReference(service)],
    },
    addressType: "IPv4",
    endpoints: addressed.map(endpoint),
    ports: (service.spec.ports ?? []).map((port) => ({
      name: port.name ?? "",
      protocol: port.protocol ?? "TCP",
      port: targetPort(port, addressed),
    })),
  };
}

function endpoint(pod: Pod): object {
  const { name, namespace, uid, deletionTimestamp } = pod.metadata;
  const terminating = deletionTimestamp !== undefined;
  return {
    addresses: [pod.status?.["podIP"]],
    conditions: { ready: isReady(pod) && !terminating, serving: isReady(pod), terminating },
    nodeName: pod.spec.nodeName,
    targetRef: { kind: "Pod", name, namespace, uid },
  };
}

function targetPort({ port, targetPort: target = port }: ServicePort, pods: readonly Pod[]): number {
  if (typeof target === "number") return target;
  const ports = pods[0]?.spec.containers.flatMap((one) => (one["ports"] ?? []) as readonly ContainerPort[]) ?? [];
  return ports.find(({ name }) => name === target)?.containerPort ?? port;
}
