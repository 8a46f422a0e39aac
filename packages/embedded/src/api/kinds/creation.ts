import type { KubeObject } from "@bellwether/core";
import type { JsonObject } from "../json/json-object.ts";
import type { Preparation } from "./kind-rules.ts";

type Creation = (draft: JsonObject, context: Preparation) => void;

interface ServiceSpec {
  readonly type?: string;
  readonly clusterIP?: string;
  readonly clusterIPs?: readonly string[];
  readonly ports?: readonly { readonly nodePort?: number }[];
}

function namespace(draft: JsonObject): void {
  const metadata = draft["metadata"] as { name?: string; labels?: object };
  draft["metadata"] = { ...metadata, labels: { ...metadata.labels, "kubernetes.io/metadata.name": metadata.name } };
  draft["spec"] = { finalizers: ["kubernetes"] };
  draft["status"] = { phase: "Active" };
}

function pod(draft: JsonObject): void {
  draft["status"] = { phase: "Pending", qosClass: qosClass(draft["spec"] as JsonObject) };
}

/** Guaranteed when every container's limits are its requests, for both resources. */
function qosClass(spec: JsonObject): string {
  const containers = (spec["containers"] ?? []) as {
    resources?: { limits?: Record<string, string>; requests?: Record<string, string> };
  }[];
  const resources = containers.map(({ resources = {} }) => resources);
  if (resources.every(({ limits, requests }) => limits === undefined && requests === undefined)) return "BestEffort";
  const guaranteed = resources.every(({ limits = {}, requests = limits }) =>
    ["cpu", "memory"].every((name) => limits[name] !== undefined && limits[name] === requests[name]),
  );
  return guaranteed ? "Guaranteed" : "Burstable";
}

/** A service gets an address of the cluster, and ports of the nodes where its type asks for them. */
function service(draft: JsonObject, { random }: Preparation): void {
  const spec = draft["spec"] as ServiceSpec;
  if (spec.type === "ExternalName") return;
  const { clusterIP = `10.96.${random() % 256}.${1 + (random() % 254)}` } = spec;
  const onNodes = spec.type === "NodePort" || spec.type === "LoadBalancer";
  const ports = onNodes ? spec.ports?.map((port) => ({ nodePort: 30_000 + (random() % 2_768), ...port })) : spec.ports;
  draft["spec"] = { ...spec, clusterIP, clusterIPs: [clusterIP], ...(ports === undefined ? {} : { ports }) };
}

/** A write that leaves the address out keeps it. */
export function keepAddress(draft: JsonObject, before: KubeObject): void {
  const spec = draft["spec"] as ServiceSpec;
  const { clusterIP, clusterIPs } = before["spec"] as ServiceSpec;
  if (spec.type !== "ExternalName" && spec.clusterIP === undefined) draft["spec"] = { ...spec, clusterIP, clusterIPs };
}

/** A job selects its pods by a label with its own uid, unless it brings a selector. */
function job(draft: JsonObject): void {
  const { uid, name } = draft["metadata"] as { uid: string; name: string };
  const spec = draft["spec"] as { selector?: unknown; template: JsonObject };
  if (spec.selector !== undefined) return;
  const own = { "batch.kubernetes.io/controller-uid": uid, "controller-uid": uid };
  const named = { "batch.kubernetes.io/job-name": name, "job-name": name };
  const metadata = (spec.template["metadata"] ?? {}) as { labels?: object };
  const template = { ...spec.template, metadata: { ...metadata, labels: { ...metadata.labels, ...own, ...named } } };
  draft["spec"] = { ...spec, selector: { matchLabels: { "batch.kubernetes.io/controller-uid": uid } }, template };
}

/** What the server decides about a new object of a built-in kind. */
export const creations: Readonly<Record<string, Creation>> = {
  Namespace: namespace,
  Pod: pod,
  PersistentVolumeClaim: (draft) => {
    draft["status"] = { phase: "Pending" };
  },
  PersistentVolume: (draft) => {
    draft["status"] = { phase: "Pending" };
  },
  Service: service,
  Job: job,
};
