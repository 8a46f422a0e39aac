import { isObject, type JsonObject } from "../json/json-object.ts";

type Defaults = (draft: JsonObject) => void;

/** Sets what is absent. */
function fill(draft: JsonObject, values: JsonObject): void {
  for (const [name, value] of Object.entries(values)) draft[name] ??= value;
}

function filling(values: JsonObject): Defaults {
  return (draft) => fill(draft, values);
}

const probe: JsonObject = { timeoutSeconds: 1, periodSeconds: 10, successThreshold: 1, failureThreshold: 3 };

function podSpec(draft: JsonObject): void {
  fill(draft, {
    restartPolicy: "Always",
    dnsPolicy: "ClusterFirst",
    schedulerName: "default-scheduler",
    terminationGracePeriodSeconds: 30,
    securityContext: {},
  });
  if (draft["serviceAccountName"] !== undefined) fill(draft, { serviceAccount: draft["serviceAccountName"] });
  else if (draft["serviceAccount"] !== undefined) draft["serviceAccountName"] = draft["serviceAccount"];
}

/** An image without a tag, or with `latest`, is always pulled. */
function container(draft: JsonObject): void {
  const image = typeof draft["image"] === "string" ? draft["image"] : "";
  const tag = image.includes("@") ? image : (/:([^/:]+)$/.exec(image)?.[1] ?? "latest");
  fill(draft, {
    terminationMessagePath: "/dev/termination-log",
    terminationMessagePolicy: "File",
    imagePullPolicy: tag === "latest" ? "Always" : "IfNotPresent",
  });
}

function deploymentSpec(draft: JsonObject): void {
  fill(draft, { replicas: 1, revisionHistoryLimit: 10, progressDeadlineSeconds: 600, strategy: {} });
  const strategy = isObject(draft["strategy"]) ? draft["strategy"] : {};
  const { type = "RollingUpdate" } = strategy;
  const rollingUpdate =
    type === "RollingUpdate"
      ? { maxUnavailable: "25%", maxSurge: "25%", ...withoutNull(strategy["rollingUpdate"]) }
      : strategy["rollingUpdate"];
  draft["strategy"] = { ...strategy, type, ...(rollingUpdate === undefined ? {} : { rollingUpdate }) };
}

function statefulSetSpec(draft: JsonObject): void {
  fill(draft, { replicas: 1, revisionHistoryLimit: 10, podManagementPolicy: "OrderedReady", updateStrategy: {} });
  const strategy = isObject(draft["updateStrategy"]) ? draft["updateStrategy"] : {};
  const { type = "RollingUpdate" } = strategy;
  draft["updateStrategy"] = {
    ...strategy,
    type,
    ...(type === "RollingUpdate" ? { rollingUpdate: { partition: 0, ...withoutNull(strategy["rollingUpdate"]) } } : {}),
  };
  fill(draft, { persistentVolumeClaimRetentionPolicy: {} });
  draft["persistentVolumeClaimRetentionPolicy"] = {
    whenDeleted: "Retain",
    whenScaled: "Retain",
    ...withoutNull(draft["persistentVolumeClaimRetentionPolicy"]),
  };
}

function daemonSetSpec(draft: JsonObject): void {
  fill(draft, { revisionHistoryLimit: 10 });
  const strategy = isObject(draft["updateStrategy"]) ? draft["updateStrategy"] : {};
  const { type = "RollingUpdate" } = strategy;
  draft["updateStrategy"] = {
    ...strategy,
    type,
    ...(type === "RollingUpdate"
      ? { rollingUpdate: { maxUnavailable: 1, maxSurge: 0, ...withoutNull(strategy["rollingUpdate"]) } }
      : {}),
  };
}

function withoutNull(value: unknown): JsonObject {
  return isObject(value) ? Object.fromEntries(Object.entries(value).filter(([, child]) => child !== null)) : {};
}

function serviceSpec(draft: JsonObject): void {
  fill(draft, { type: "ClusterIP", sessionAffinity: "None" });
  if (draft["type"] === "ExternalName") return;
  fill(draft, { internalTrafficPolicy: "Cluster", ipFamilies: ["IPv4"], ipFamilyPolicy: "SingleStack" });
  if (draft["type"] !== "ClusterIP") fill(draft, { externalTrafficPolicy: "Cluster" });
}

function base64(text: string): string {
  return btoa(String.fromCharCode(...new TextEncoder().encode(text)));
}

/** `stringData` is write-only: it ends up in `data`. */
function secret(draft: JsonObject): void {
  fill(draft, { type: "Opaque" });
  const { stringData } = draft;
  delete draft["stringData"];
  if (!isObject(stringData)) return;
  const encoded = Object.entries(stringData).map(([key, text]) => [key, base64(String(text))]);
  draft["data"] = { ...withoutNull(draft["data"]), ...Object.fromEntries(encoded) };
}

function jobSpec(draft: JsonObject): void {
  fill(draft, {
    backoffLimit: 6,
    completionMode: "NonIndexed",
    suspend: false,
    podReplacementPolicy: "TerminatingOrFailed",
  });
  if (draft["completions"] === undefined && draft["parallelism"] === undefined) fill(draft, { completions: 1 });
  fill(draft, { parallelism: 1 });
}

function definitionSpec(draft: JsonObject): void {
  const names = isObject(draft["names"]) ? draft["names"] : {};
  const kind = typeof names["kind"] === "string" ? names["kind"] : "";
  draft["names"] = { singular: kind.toLowerCase(), listKind: `${kind}List`, ...withoutNull(names) };
  fill(draft, { conversion: { strategy: "None" } });
}

const core = "io.k8s.api.core.v1.";
const apps = "io.k8s.api.apps.v1.";
const batch = "io.k8s.api.batch.v1.";
const rbac = "io.k8s.api.rbac.v1.";
const admission = "io.k8s.api.admissionregistration.v1.";
const webhook: JsonObject = {
  failurePolicy: "Fail",
  matchPolicy: "Equivalent",
  namespaceSelector: {},
  objectSelector: {},
  timeoutSeconds: 10,
};

/** What a subject or role of RBAC means without a group. */
function rbacSubject(draft: JsonObject): void {
  fill(draft, { apiGroup: draft["kind"] === "ServiceAccount" ? undefined : "rbac.authorization.k8s.io" });
}

/** Defaults that Go code sets, by definition; those that OpenAPI declares come with the schema. */
export const builtInDefaults: ReadonlyMap<string, Defaults> = new Map<string, Defaults>([
  [`${core}PodSpec`, podSpec],
  [`${core}Container`, container],
  [`${core}Probe`, filling(probe)],
  [`${core}HTTPGetAction`, filling({ path: "/", scheme: "HTTP" })],
  [`${core}GRPCAction`, filling({ service: "" })],
  [`${core}ObjectFieldSelector`, filling({ apiVersion: "v1" })],
  [`${core}ConfigMapVolumeSource`, filling({ defaultMode: 420 })],
  [`${core}SecretVolumeSource`, filling({ defaultMode: 420 })],
  [`${core}DownwardAPIVolumeSource`, filling({ defaultMode: 420 })],
  [`${core}ProjectedVolumeSource`, filling({ defaultMode: 420 })],
  [`${core}HostPathVolumeSource`, filling({ type: "" })],
  [`${core}ServiceSpec`, serviceSpec],
  [`${core}ServicePort`, (draft) => fill(draft, { protocol: "TCP", targetPort: draft["port"] })],
  [`${core}Secret`, secret],
  [`${core}PersistentVolumeClaimSpec`, filling({ volumeMode: "Filesystem" })],
  [`${core}ReplicationControllerSpec`, filling({ replicas: 1 })],
  [`${apps}DeploymentSpec`, deploymentSpec],
  [`${apps}ReplicaSetSpec`, filling({ replicas: 1 })],
  [`${apps}StatefulSetSpec`, statefulSetSpec],
  [`${apps}DaemonSetSpec`, daemonSetSpec],
  [`${batch}JobSpec`, jobSpec],
  [
    `${batch}CronJobSpec`,
    filling({ concurrencyPolicy: "Allow", suspend: false, successfulJobsHistoryLimit: 3, failedJobsHistoryLimit: 1 }),
  ],
  ["io.k8s.api.autoscaling.v2.HorizontalPodAutoscalerSpec", filling({ minReplicas: 1 })],
  [`${rbac}RoleRef`, filling({ apiGroup: "rbac.authorization.k8s.io" })],
  [`${rbac}Subject`, rbacSubject],
  ["io.k8s.api.scheduling.v1.PriorityClass", filling({ preemptionPolicy: "PreemptLowerPriority" })],
  ["io.k8s.api.storage.v1.StorageClass", filling({ reclaimPolicy: "Delete", volumeBindingMode: "Immediate" })],
  ["io.k8s.api.networking.v1.NetworkPolicyPort", filling({ protocol: "TCP" })],
  ["io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.CustomResourceDefinitionSpec", definitionSpec],
  [`${admission}MutatingWebhook`, filling({ ...webhook, reinvocationPolicy: "Never" })],
  [`${admission}ValidatingWebhook`, filling(webhook)],
  [`${admission}ValidatingAdmissionPolicySpec`, filling({ failurePolicy: "Fail" })],
  [`${admission}MatchResources`, filling({ matchPolicy: "Equivalent", namespaceSelector: {}, objectSelector: {} })],
]);
