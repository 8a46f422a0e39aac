import type { KubeObject } from "@bellwether/core";
import { type Condition, withCondition } from "../controllers/objects/condition.ts";
import { timestamp } from "../controllers/objects/timestamp.ts";
import type { Node } from "../controllers/scheduler/node-load.ts";
import { nodeFailAnnotation } from "./behaviour.ts";

export function nodeName(index: number): string {
  return `embedded-node-${index}`;
}

export function newNode(name: string): KubeObject {
  const labels = { "kubernetes.io/hostname": name, "kubernetes.io/os": "linux" };
  return { apiVersion: "v1", kind: "Node", metadata: { name, labels }, spec: {} };
}

export function hasFailed({ metadata }: KubeObject): boolean {
  return metadata.annotations?.[nodeFailAnnotation] !== undefined;
}

/** What the node reports, or what is known of it when it does not. */
export function nodeStatus(node: Node, now: number): object {
  const time = timestamp(now);
  const ready: Condition = hasFailed(node)
    ? { type: "Ready", status: "Unknown", reason: "NodeStatusUnknown", message: "Kubelet stopped posting node status." }
    : { type: "Ready", status: "True", reason: "KubeletReady", message: "kubelet is posting ready status" };
  const before = node.status?.conditions?.find(({ type }) => type === "Ready");
  const capacity = { cpu: "64", memory: "256Gi", pods: "1000" };
  return {
    ...node.status,
    addresses: [
      { type: "InternalIP", address: "127.0.0.1" },
      { type: "Hostname", address: node.metadata.name },
    ],
    capacity,
    allocatable: capacity,
    nodeInfo: nodeInfo(node.metadata.uid ?? ""),
    conditions:
      before?.status === ready.status
        ? node.status?.conditions
        : withCondition(node.status?.conditions, { ...ready, lastTransitionTime: time }),
  };
}

function nodeInfo(id: string): Readonly<Record<string, string>> {
  return {
    architecture: "amd64",
    bootID: id,
    containerRuntimeVersion: "embedded://1",
    kernelVersion: "embedded",
    kubeProxyVersion: "",
    kubeletVersion: "v1.35.2",
    machineID: id,
    operatingSystem: "linux",
    osImage: "Bellwether embedded",
    systemUUID: id,
  };
}
