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
  ConfigMap: message("metadata:ObjectMeta data:string{} binaryData:bytes{} immutable?:bool"),
  Container: message(`name:string image:string command:string[] args:string[] workingDir:string ports:ContainerPort[]
    env:EnvVar[] resources:ResourceRequirements @13 terminationMessagePath:string imagePullPolicy:string
    @16 stdin:bool stdinOnce:bool tty:bool @20 terminationMessagePolicy:string`),
  ContainerPort: message("name:string hostPort:int containerPort:int protocol:string hostIP:string"),
  DeleteOptions: message(`gracePeriodSeconds?:int preconditions?:Preconditions orphanDependents?:bool
    propagationPolicy?:string dryRun:string[]`),
  Deployment: message("metadata:ObjectMeta spec:DeploymentSpec status:DeploymentStatus"),
  DeploymentSpec: message(`replicas?:int selector?:LabelSelector template:PodTemplateSpec strategy:DeploymentStrategy
    minReadySeconds:int revisionHistoryLimit?:int paused:bool @9 progressDeadlineSeconds?:int`),
  DeploymentStatus: message(`observedGeneration:int replicas:int updatedReplicas:int availableReplicas:int
    unavailableReplicas:int @7 readyReplicas:int collisionCount?:int terminatingReplicas?:int`),
  DeploymentStrategy: message("type:string rollingUpdate?:RollingUpdateDeployment"),
  EnvVar: message("name:string value:string"),
  IntOrString: message("type:int intVal:int strVal:string"),
  LabelSelector: message("matchLabels:string{} matchExpressions:LabelSelectorRequirement[]"),
  LabelSelectorRequirement: message("key:string operator:string values:string[]"),
  LoadBalancerStatus: message("ingress:LoadBalancerIngress[]"),
  LoadBalancerIngress: message("ip:string hostname:string"),
  LocalObjectReference: message("name:string"),
  Namespace: message("metadata:ObjectMeta spec:NamespaceSpec status:NamespaceStatus"),
  NamespaceSpec: message("finalizers:string[]"),
  NamespaceStatus: message("phase:string"),
  ObjectMeta: message(`name:string generateName:string namespace:string selfLink:string uid:string
    resourceVersion:string generation:int creationTimestamp:Time deletionTimestamp?:Time
    deletionGracePeriodSeconds?:int labels:string{} annotations:string{} ownerReferences:OwnerReference[]
    finalizers:string[]`),
  ObjectReference: message(`kind:string namespace:string name:string uid:string apiVersion:string
    resourceVersion:string fieldPath:string`),
  OwnerReference: message(
    "kind:string @3 name:string uid:string apiVersion:string controller?:bool blockOwnerDeletion?:bool",
  ),
  PodSpec: message(`@2 containers:Container[] restartPolicy:string terminationGracePeriodSeconds?:int
    activeDeadlineSeconds?:int dnsPolicy:string nodeSelector:string{} serviceAccountName:string
    serviceAccount:string nodeName:string hostNetwork:bool hostPID:bool hostIPC:bool
    @15 imagePullSecrets:LocalObjectReference[] hostname:string subdomain:string @19 schedulerName:string
    initContainers:Container[] automountServiceAccountToken?:bool @24 priorityClassName:string priority?:int`),
  PodTemplateSpec: message("metadata:ObjectMeta spec:PodSpec"),
  Preconditions: message("uid?:string resourceVersion?:string"),
  Quantity: message("string:string"),
  ResourceRequirements: message("limits:Quantity{} requests:Quantity{}"),
  RollingUpdateDeployment: message("maxUnavailable?:IntOrString maxSurge?:IntOrString"),
  Secret: message("metadata:ObjectMeta data:bytes{} type:string stringData:string{} immutable?:bool"),
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
  Time: message("seconds:int nanos:int"),
  TypeMeta: message("apiVersion:string kind:string"),
};

/** The kinds that a request body may hold, by apiVersion and kind. */
export const bodyKinds: ReadonlySet<string> = new Set([
  "apps/v1/Deployment",
  "v1/ConfigMap",
  "v1/DeleteOptions",
  "v1/Namespace",
  "v1/Secret",
  "v1/Service",
  "v1/ServiceAccount",
]);
