import type { KubeObject } from "@bellwether/core";
import { deepEqual } from "../json/deep-equal.ts";
import type { DefinitionRules } from "../schema/admit.ts";
import type { ServedType } from "../types/served-type.ts";
import { definitionRules } from "../crd/definition-rules.ts";
import { builtInDefaults } from "./defaults.ts";
import { creations, keepAddress } from "./creation.ts";
import type { KindRules } from "./kind-rules.ts";
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

export function builtInKindRules(type: ServedType): KindRules {
  const { kind } = type;
  const generationCounts = generations[kind];
  const prepareCreate = creations[kind];
  const prepareUpdate = kind === "Service" ? keepAddress : undefined;
  if (kind === "CustomResourceDefinition") return { ...definitionRules, definitions };
  return {
    definitions,
    checkName: names[kind] ?? dnsSubdomain,
    unconditionalUpdate: !conditionalOnly.has(kind),
    statusAtCreation: kind === "Node",
    statusApart: type.subresources.includes("status"),
    ...(generationCounts === undefined ? {} : { generationCounts }),
    ...(prepareCreate === undefined ? {} : { prepareCreate }),
    ...(prepareUpdate === undefined ? {} : { prepareUpdate }),
    validate: (object, before) => (before === undefined ? [] : validateChange(object, before)),
  };
}
