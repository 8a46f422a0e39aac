import type { KubeObject } from "@bellwether/core";
import { deepEqual } from "../json/deep-equal.ts";
import type { JsonObject } from "../json/json-object.ts";
import type { DefinitionRules } from "../schema/admit.ts";
import type { ServedType } from "../types/served-type.ts";
import { definitionRules } from "../crd/definition-rules.ts";
import { builtInDefaults } from "./defaults.ts";
import type { KindRules, Preparation } from "./kind-rules.ts";
import { dns1035Label, dnsLabel, dnsSubdomain, pathSegment, type NameRule } from "./names.ts";
import { builtInValidations } from "./validations.ts";
import { validateChange } from "./changes.ts";

const definitions: DefinitionRules = { defaults: builtInDefaults, validations: builtInValidations };

const specChanges = (before: KubeObject, after: KubeObject): boolean => !deepEqual(before["spec"], after["spec"]);

/** Deployments count annotations too. */
const specOrAnnotations = (before: KubeObject, after: KubeObject): boolean =>
  specChanges(before, after) || !deepEqual(before.metadata.annotations, after.metadata.annotations);

const anythingElse = (before: KubeObject, after: KubeObject): boolean =>
  Object.keys({ ...before, ...after }).some((field) => field !== "metadata" && !deepEqual(before[field], after[field]));

const generations: Readonly<Record<string, KindRules["generationCounts"]>> = {
  Deployment: specOrAnnotations,
  EndpointSlice: anythingElse,
  MutatingWebhookConfiguration: anythingElse,
  ValidatingWebhookConfiguration: anythingElse,
  PriorityClass: anythingElse,
  ...Object.fromEntries(
    [
      "Pod",
      "ReplicaSet",
      "StatefulSet",
      "DaemonSet",
      "ReplicationController",
      "Job",
      "CronJob",
      "Ingress",
      "IngressClass",
      "NetworkPolicy",
      "PodDisruptionBudget",
      "CustomResourceDefinition",
      "ValidatingAdmissionPolicy",
      "ValidatingAdmissionPolicyBinding",
    ].map((kind) => [kind, specChanges]),
  ),
};

const names: Readonly<Record<string, NameRule>> = {
  Namespace: dnsLabel,
  Service: dns1035Label,
  Role: pathSegment,
  RoleBinding: pathSegment,
  ClusterRole: pathSegment,
  ClusterRoleBinding: pathSegment,
};

/** Kinds whose PUT must carry the resourceVersion that it was based on. */
const conditionalOnly = new Set([
  "Lease",
  "PodDisruptionBudget",
  "CustomResourceDefinition",
  "MutatingWebhookConfiguration",
  "ValidatingWebhookConfiguration",
  "ValidatingAdmissionPolicy",
  "ValidatingAdmissionPolicyBinding",
]);

const creations: Readonly<Record<string, (draft: JsonObject, context: Preparation) => void>> = {
  Namespace: (draft) => {
    const metadata = draft["metadata"] as { name?: string; labels?: object };
    draft["metadata"] = { ...metadata, labels: { ...metadata.labels, "kubernetes.io/metadata.name": metadata.name } };
    draft["spec"] = { finalizers: ["kubernetes"] };
    draft["status"] = { phase: "Active" };
  },
  Pod: (draft) => {
    draft["status"] = { phase: "Pending", qosClass: qosClass(draft["spec"] as JsonObject) };
  },
  PersistentVolumeClaim: (draft) => {
    draft["status"] = { phase: "Pending" };
  },
  Service: (draft, { random }) => {
    const spec = draft["spec"] as { type?: string; clusterIP?: string };
    if (spec.type === "ExternalName" || spec.clusterIP === "None") return;
    const clusterIP = spec.clusterIP ?? `10.96.${random() % 256}.${1 + (random() % 254)}`;
    draft["spec"] = { ...spec, clusterIP, clusterIPs: [clusterIP] };
  },
  Job: (draft) => {
    const { uid, name } = draft["metadata"] as { uid: string; name: string };
    const spec = draft["spec"] as { selector?: unknown; template: JsonObject };
    if (spec.selector !== undefined) return;
    const labels = {
      "batch.kubernetes.io/controller-uid": uid,
      "batch.kubernetes.io/job-name": name,
      "controller-uid": uid,
      "job-name": name,
    };
    const metadata = (spec.template["metadata"] ?? {}) as { labels?: object };
    const template = { ...spec.template, metadata: { ...metadata, labels: { ...metadata.labels, ...labels } } };
    draft["spec"] = { ...spec, selector: { matchLabels: { "batch.kubernetes.io/controller-uid": uid } }, template };
  },
};

/** Guaranteed when every container's limits are its requests, for both resources. */
function qosClass(spec: JsonObject): string {
  const resources = (
    (spec["containers"] ?? []) as {
      resources?: { limits?: Record<string, string>; requests?: Record<string, string> };
    }[]
  ).map(({ resources }) => resources ?? {});
  if (resources.every(({ limits, requests }) => limits === undefined && requests === undefined)) return "BestEffort";
  const guaranteed = resources.every(({ limits = {}, requests = limits }) =>
    ["cpu", "memory"].every((name) => limits[name] !== undefined && limits[name] === requests[name]),
  );
  return guaranteed ? "Guaranteed" : "Burstable";
}

export function builtInKindRules(type: ServedType): KindRules {
  const { kind } = type;
  const generationCounts = generations[kind];
  const prepareCreate = creations[kind];
  if (kind === "CustomResourceDefinition") return { ...definitionRules, definitions };
  return {
    definitions,
    checkName: names[kind] ?? dnsSubdomain,
    unconditionalUpdate: !conditionalOnly.has(kind),
    statusApart: type.subresources.includes("status"),
    ...(generationCounts === undefined ? {} : { generationCounts }),
    ...(prepareCreate === undefined ? {} : { prepareCreate }),
    validate: (object, before) => (before === undefined ? [] : validateChange(object, before)),
  };
}
