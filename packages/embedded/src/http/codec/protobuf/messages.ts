/** One field: its JSON name, and how its bytes are read. */
export interface FieldShape {
  readonly name: string;
  readonly type: string;
  /** A list, or a map from strings. */
  readonly many?: "list" | "map";
  /** A pointer in Go: sent only when it is set, so its zero counts. Other fields are always sent, zero for unset. */
  readonly optional: boolean;
}

export type MessageShape = ReadonlyMap<number, FieldShape>;

/**
 * `name:type` by field number, from 1 on or from where `@n` says. `?` marks pointers, `[]` lists, `{}` maps.
 * The numbers are those of the `generated.proto` files of Kubernetes.
 */
function message(fields: string): MessageShape {
  const shape = new Map<number, FieldShape>();
  let number = 1;
  for (const word of fields.trim().split(/\s+/)) {
    if (word.startsWith("@")) {
      number = Number(word.slice(1));
      continue;
    }
    const [, name = "", optional, type = "", suffix] = /^(\w+)(\?)?:(\w+)(\[\]|\{\})?$/.exec(word) ?? [];
    const many = suffix === "[]" ? "list" : suffix === "{}" ? "map" : undefined;
    shape.set(number++, { name, type, optional: optional === "?", ...(many !== undefined && { many }) });
  }
  return shape;
}

/** The messages that kubectl's typed commands send, with the fields that they can set. */
export const messages: Readonly<Record<string, MessageShape>> = {
  ClusterRole: message("metadata:ObjectMeta rules:PolicyRule[]"),
  ClusterRoleBinding: message("metadata:ObjectMeta subjects:Subject[] roleRef:RoleRef"),
  ConfigMap: message("metadata:ObjectMeta data:string{} binaryData:bytes{} immutable?:bool"),
  Container: message(`name:string image:string command:string[] args:string[] workingDir:string ports:ContainerPort[]
    env:EnvVar[] resources:ResourceRequirements @13 terminationMessagePath:string imagePullPolicy:string
    @16 stdin:bool stdinOnce:bool tty:bool @20 terminationMessagePolicy:string`),
  ContainerPort: message("name:string hostPort:int containerPort:int protocol:string hostIP:string"),
  CrossVersionObjectReference: message("kind:string name:string apiVersion:string"),
  CronJob: message("metadata:ObjectMeta spec:CronJobSpec status:Empty"),
  CronJobSpec: message(`schedule:string startingDeadlineSeconds?:int concurrencyPolicy:string suspend?:bool
    jobTemplate:JobTemplateSpec successfulJobsHistoryLimit?:int failedJobsHistoryLimit?:int timeZone?:string`),
  DeleteOptions: message(`gracePeriodSeconds?:int preconditions?:Preconditions orphanDependents?:bool
    propagationPolicy?:string dryRun:string[]`),
  Deployment: message("metadata:ObjectMeta spec:DeploymentSpec status:DeploymentStatus"),
  DeploymentSpec: message(`replicas?:int selector?:LabelSelector template:PodTemplateSpec strategy:DeploymentStrategy
    minReadySeconds:int revisionHistoryLimit?:int paused:bool @9 progressDeadlineSeconds?:int`),
  DeploymentStatus: message(`observedGeneration:int replicas:int updatedReplicas:int availableReplicas:int
    unavailableReplicas:int @7 readyReplicas:int collisionCount?:int terminatingReplicas?:int`),
  DeploymentStrategy: message("type:string rollingUpdate?:RollingUpdateDeployment"),
  Empty: new Map(),
  EnvVar: message("name:string value:string"),
  HorizontalPodAutoscaler: message("metadata:ObjectMeta spec:HorizontalPodAutoscalerSpec status:Empty"),
  HorizontalPodAutoscalerSpec: message(`scaleTargetRef:CrossVersionObjectReference minReplicas?:int maxReplicas:int
    metrics:MetricSpec[]`),
  IntOrString: message("type:int intVal:int strVal:string"),
  Job: message("metadata:ObjectMeta spec:JobSpec status:Empty"),
  JobSpec: message(`parallelism?:int completions?:int activeDeadlineSeconds?:int selector?:LabelSelector
    manualSelector?:bool template:PodTemplateSpec backoffLimit?:int ttlSecondsAfterFinished?:int
    completionMode?:string suspend?:bool`),
  JobTemplateSpec: message("metadata:ObjectMeta spec:JobSpec"),
  LabelSelector: message("matchLabels:string{} matchExpressions:LabelSelectorRequirement[]"),
  LabelSelectorRequirement: message("key:string operator:string values:string[]"),
  LoadBalancerStatus: message("ingress:LoadBalancerIngress[]"),
  LoadBalancerIngress: message("ip:string hostname:string"),
  LocalObjectReference: message("name:string"),
  MetricSpec: message("type:string @4 resource?:ResourceMetricSource"),
  MetricTarget: message("type:string value?:Quantity averageValue?:Quantity averageUtilization?:int"),
  Namespace: message("metadata:ObjectMeta spec:NamespaceSpec status:NamespaceStatus"),
  NamespaceSpec: message("finalizers:string[]"),
  NamespaceStatus: message("phase:string"),
  NonResourceAttributes: message("path:string verb:string"),
  ObjectMeta: message(`name:string generateName:string namespace:string selfLink:string uid:string
    resourceVersion:string generation:int creationTimestamp:Time deletionTimestamp?:Time
    deletionGracePeriodSeconds?:int labels:string{} annotations:string{} ownerReferences:OwnerReference[]
    finalizers:string[]`),
  ObjectReference: message(`kind:string namespace:string name:string uid:string apiVersion:string
    resourceVersion:string fieldPath:string`),
  OwnerReference: message(
    "kind:string @3 name:string uid:string apiVersion:string controller?:bool blockOwnerDeletion?:bool",
  ),
  PodDisruptionBudget: message("metadata:ObjectMeta spec:PodDisruptionBudgetSpec status:Empty"),
  PodDisruptionBudgetSpec: message("minAvailable?:IntOrString selector?:LabelSelector maxUnavailable?:IntOrString"),
  PodSpec: message(`@2 containers:Container[] restartPolicy:string terminationGracePeriodSeconds?:int
    activeDeadlineSeconds?:int dnsPolicy:string nodeSelector:string{} serviceAccountName:string
    serviceAccount:string nodeName:string hostNetwork:bool hostPID:bool hostIPC:bool
    @15 imagePullSecrets:LocalObjectReference[] hostname:string subdomain:string @19 schedulerName:string
    initContainers:Container[] automountServiceAccountToken?:bool @24 priorityClassName:string priority?:int`),
  PodTemplateSpec: message("metadata:ObjectMeta spec:PodSpec"),
  PolicyRule: message(
    "verbs:string[] apiGroups:string[] resources:string[] resourceNames:string[] nonResourceURLs:string[]",
  ),
  Preconditions: message("uid?:string resourceVersion?:string"),
  PriorityClass: message(
    "metadata:ObjectMeta value:int globalDefault:bool description:string preemptionPolicy?:string",
  ),
  Quantity: message("string:string"),
  ResourceAttributes: message(`namespace:string verb:string group:string version:string resource:string
    subresource:string name:string`),
  ResourceMetricSource: message("name:string target:MetricTarget"),
  ResourceQuota: message("metadata:ObjectMeta spec:ResourceQuotaSpec status:Empty"),
  ResourceQuotaSpec: message("hard:Quantity{} scopes:string[]"),
  ResourceRequirements: message("limits:Quantity{} requests:Quantity{}"),
  Role: message("metadata:ObjectMeta rules:PolicyRule[]"),
  RoleBinding: message("metadata:ObjectMeta subjects:Subject[] roleRef:RoleRef"),
  RoleRef: message("apiGroup:string kind:string name:string"),
  RollingUpdateDeployment: message("maxUnavailable?:IntOrString maxSurge?:IntOrString"),
  Secret: message("metadata:ObjectMeta data:bytes{} type:string stringData:string{} immutable?:bool"),
  SelfSubjectAccessReview: message("metadata:ObjectMeta spec:SelfSubjectAccessReviewSpec status:Empty"),
  SelfSubjectAccessReviewSpec: message(`resourceAttributes?:ResourceAttributes
    nonResourceAttributes?:NonResourceAttributes`),
  SelfSubjectReview: message("metadata:ObjectMeta status:SelfSubjectReviewStatus"),
  SelfSubjectReviewStatus: message("userInfo:UserInfo"),
  Service: message("metadata:ObjectMeta spec:ServiceSpec status:ServiceStatus"),
  ServiceAccount: message(`metadata:ObjectMeta secrets:ObjectReference[] imagePullSecrets:LocalObjectReference[]
    automountServiceAccountToken?:bool`),
  ServicePort: message("name:string protocol:string port:int targetPort:IntOrString nodePort:int appProtocol?:string"),
  ServiceSpec: message(`ports:ServicePort[] selector:string{} clusterIP:string type:string externalIPs:string[]
    @7 sessionAffinity:string loadBalancerIP:string loadBalancerSourceRanges:string[] externalName:string
    externalTrafficPolicy:string healthCheckNodePort:int publishNotReadyAddresses:bool @17 ipFamilyPolicy?:string
    clusterIPs:string[] ipFamilies:string[] allocateLoadBalancerNodePorts?:bool loadBalancerClass?:string
    internalTrafficPolicy?:string`),
  ServiceStatus: message("loadBalancer:LoadBalancerStatus"),
  Subject: message("kind:string apiGroup:string name:string namespace:string"),
  Time: message("seconds:int nanos:int"),
  TypeMeta: message("apiVersion:string kind:string"),
  UserInfo: message("username:string uid:string"),
};

/** The kinds that a request body may hold, by apiVersion. */
const kinds: Readonly<Record<string, readonly string[]>> = {
  "apps/v1": ["Deployment"],
  "authentication.k8s.io/v1": ["SelfSubjectReview"],
  "authorization.k8s.io/v1": ["SelfSubjectAccessReview"],
  "autoscaling/v2": ["HorizontalPodAutoscaler"],
  "batch/v1": ["CronJob", "Job"],
  "policy/v1": ["PodDisruptionBudget"],
  "rbac.authorization.k8s.io/v1": ["ClusterRole", "ClusterRoleBinding", "Role", "RoleBinding"],
  "scheduling.k8s.io/v1": ["PriorityClass"],
  v1: ["ConfigMap", "Namespace", "ResourceQuota", "Secret", "Service", "ServiceAccount"],
};

export function isBodyKind(apiVersion: string, kind: string): boolean {
  // DeleteOptions come under the version of the type that they are sent to.
  return kind === "DeleteOptions" || kinds[apiVersion]?.includes(kind) === true;
}
