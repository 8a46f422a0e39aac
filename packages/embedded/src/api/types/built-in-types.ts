import { builtInReference } from "../schema/built-in-definitions.ts";
import type { ScalePaths, ServedType } from "./served-type.ts";

const everyVerb = ["create", "delete", "deletecollection", "get", "list", "patch", "update", "watch"];
const createOnly = ["create"];
const workloadScale: ScalePaths = {
  specReplicasPath: ".spec.replicas",
  statusReplicasPath: ".status.replicas",
  labelSelectorPath: ".spec.selector",
};

interface Group {
  readonly group: string;
  readonly version: string;
  /** Of its kinds in the OpenAPI definitions. */
  readonly definitions: string;
}

interface Row {
  readonly short?: readonly string[];
  readonly categories?: readonly string[];
  readonly cluster?: true;
  readonly subresources?: readonly string[];
  readonly scale?: ScalePaths;
  readonly createOnly?: true;
}

function rows(at: Group, table: Readonly<Record<string, Row>>): ServedType[] {
  return Object.entries(table).map(([names, row]) => {
    const [plural = "", kind = ""] = names.split(" ");
    return {
      group: at.group,
      version: at.version,
      kind,
      plural,
      singular: kind.toLowerCase(),
      namespaced: row.cluster !== true,
      shortNames: row.short ?? [],
      categories: row.categories ?? [],
      listKind: `${kind}List`,
      subresources: row.subresources ?? [],
      ...(row.scale === undefined ? {} : { scale: row.scale }),
      verbs: row.createOnly === true ? createOnly : everyVerb,
      builtIn: true,
      schema: builtInReference(`${at.definitions}.${kind}`),
      printerColumns: [],
    };
  });
}

const all = ["all"];
const status = ["status"];
const cluster = true;

/** The types that every embedded cluster serves, as Kubernetes 1.35 names them. */
export const builtInTypes: readonly ServedType[] = [
  ...rows(
    { group: "", version: "v1", definitions: "io.k8s.api.core.v1" },
    {
      "bindings Binding": { createOnly: true },
      "configmaps ConfigMap": { short: ["cm"] },
      "endpoints Endpoints": { short: ["ep"] },
      "events Event": { short: ["ev"] },
      "limitranges LimitRange": { short: ["limits"] },
      "namespaces Namespace": { cluster, short: ["ns"], subresources: ["status", "finalize"] },
      "nodes Node": { cluster, short: ["no"], subresources: status },
      "persistentvolumeclaims PersistentVolumeClaim": { short: ["pvc"], subresources: status },
      "persistentvolumes PersistentVolume": { cluster, short: ["pv"], subresources: status },
      "pods Pod": { short: ["po"], categories: all, subresources: ["status", "binding", "eviction", "log"] },
      "replicationcontrollers ReplicationController": {
        short: ["rc"],
        categories: all,
        subresources: ["status", "scale"],
        scale: workloadScale,
      },
      "resourcequotas ResourceQuota": { short: ["quota"], subresources: status },
      "secrets Secret": {},
      "serviceaccounts ServiceAccount": { short: ["sa"] },
      "services Service": { short: ["svc"], categories: all, subresources: status },
    },
  ),
  ...rows(
    { group: "apps", version: "v1", definitions: "io.k8s.api.apps.v1" },
    {
      "controllerrevisions ControllerRevision": {},
      "daemonsets DaemonSet": { short: ["ds"], categories: all, subresources: status },
      "deployments Deployment": {
        short: ["deploy"],
        categories: all,
        subresources: ["status", "scale"],
        scale: workloadScale,
      },
      "replicasets ReplicaSet": {
        short: ["rs"],
        categories: all,
        subresources: ["status", "scale"],
        scale: workloadScale,
      },
      "statefulsets StatefulSet": {
        short: ["sts"],
        categories: all,
        subresources: ["status", "scale"],
        scale: workloadScale,
      },
    },
  ),
  ...rows(
    { group: "batch", version: "v1", definitions: "io.k8s.api.batch.v1" },
    {
      "cronjobs CronJob": { short: ["cj"], categories: all, subresources: status },
      "jobs Job": { categories: all, subresources: status },
    },
  ),
  ...rows(
    { group: "autoscaling", version: "v2", definitions: "io.k8s.api.autoscaling.v2" },
    {
      "horizontalpodautoscalers HorizontalPodAutoscaler": { short: ["hpa"], categories: all, subresources: status },
    },
  ),
  ...rows(
    { group: "coordination.k8s.io", version: "v1", definitions: "io.k8s.api.coordination.v1" },
    { "leases Lease": {} },
  ),
  ...rows(
    { group: "discovery.k8s.io", version: "v1", definitions: "io.k8s.api.discovery.v1" },
    { "endpointslices EndpointSlice": {} },
  ),
  ...rows(
    { group: "events.k8s.io", version: "v1", definitions: "io.k8s.api.events.v1" },
    { "events Event": { short: ["ev"] } },
  ),
  ...rows(
    { group: "networking.k8s.io", version: "v1", definitions: "io.k8s.api.networking.v1" },
    {
      "ingressclasses IngressClass": { cluster },
      "ingresses Ingress": { short: ["ing"], subresources: status },
      "networkpolicies NetworkPolicy": { short: ["netpol"] },
    },
  ),
  ...rows(
    { group: "policy", version: "v1", definitions: "io.k8s.api.policy.v1" },
    {
      "poddisruptionbudgets PodDisruptionBudget": { short: ["pdb"], subresources: status },
    },
  ),
  ...rows(
    { group: "rbac.authorization.k8s.io", version: "v1", definitions: "io.k8s.api.rbac.v1" },
    {
      "clusterrolebindings ClusterRoleBinding": { cluster },
      "clusterroles ClusterRole": { cluster },
      "rolebindings RoleBinding": {},
      "roles Role": {},
    },
  ),
  ...rows(
    { group: "scheduling.k8s.io", version: "v1", definitions: "io.k8s.api.scheduling.v1" },
    {
      "priorityclasses PriorityClass": { cluster, short: ["pc"] },
    },
  ),
  ...rows(
    { group: "storage.k8s.io", version: "v1", definitions: "io.k8s.api.storage.v1" },
    {
      "storageclasses StorageClass": { cluster, short: ["sc"] },
    },
  ),
  ...rows(
    { group: "admissionregistration.k8s.io", version: "v1", definitions: "io.k8s.api.admissionregistration.v1" },
    {
      "mutatingwebhookconfigurations MutatingWebhookConfiguration": { cluster, categories: ["api-extensions"] },
      "validatingadmissionpolicies ValidatingAdmissionPolicy": {
        cluster,
        categories: ["api-extensions"],
        subresources: status,
      },
      "validatingadmissionpolicybindings ValidatingAdmissionPolicyBinding": { cluster, categories: ["api-extensions"] },
      "validatingwebhookconfigurations ValidatingWebhookConfiguration": { cluster, categories: ["api-extensions"] },
    },
  ),
  ...rows(
    {
      group: "apiextensions.k8s.io",
      version: "v1",
      definitions: "io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1",
    },
    {
      "customresourcedefinitions CustomResourceDefinition": {
        cluster,
        short: ["crd", "crds"],
        categories: ["api-extensions"],
        subresources: status,
      },
    },
  ),
  ...rows(
    { group: "authorization.k8s.io", version: "v1", definitions: "io.k8s.api.authorization.v1" },
    {
      "localsubjectaccessreviews LocalSubjectAccessReview": { createOnly: true },
      "selfsubjectaccessreviews SelfSubjectAccessReview": { cluster, createOnly: true },
      "selfsubjectrulesreviews SelfSubjectRulesReview": { cluster, createOnly: true },
      "subjectaccessreviews SubjectAccessReview": { cluster, createOnly: true },
    },
  ),
  ...rows(
    { group: "authentication.k8s.io", version: "v1", definitions: "io.k8s.api.authentication.v1" },
    {
      "selfsubjectreviews SelfSubjectReview": { cluster, createOnly: true },
      "tokenreviews TokenReview": { cluster, createOnly: true },
    },
  ),
];
