import type { KubeObject } from "@bellwether/core";

type Fields = Readonly<Record<string, unknown>>;

function fields(value: unknown): Fields {
  return (value ?? {}) as Fields;
}

function number(value: unknown, otherwise: number): number {
  return typeof value === "number" ? value : otherwise;
}

/** A CloneSet or a Deployment, in numbers. */
export interface Workload {
  readonly object: KubeObject;
  readonly isCloneSet: boolean;
  /** The image of its template: the version that it is asked to run. */
  readonly image: string;
  readonly replicas: number;
  /** Pods that may run another version than that of the template; none where there is no other version. */
  readonly partition: number;
  readonly paused: boolean;
  /** Pods of any version. */
  readonly existing: number;
  readonly ready: number;
  /** Ready pods of the template's version, as far as its controller has seen the template; else 0. */
  readonly updatedReady: number;
}

export function imageOf(template: unknown): string {
  const [container] = (fields(fields(template)["spec"])["containers"] ?? []) as readonly Fields[];
  const image = container?.["image"];
  return typeof image === "string" ? image : "";
}

function partitionOf(strategy: Fields, replicas: number): number {
  const partition = strategy["partition"] ?? fields(strategy["rollingUpdate"])["partition"] ?? 0;
  return typeof partition === "number"
    ? Math.min(partition, replicas)
    : Math.ceil((Number.parseInt(partition as string, 10) * replicas) / 100);
}

export function readWorkload(object: KubeObject): Workload {
  const spec = fields(object["spec"]);
  const status = fields(object["status"]);
  const isCloneSet = object.kind === "CloneSet";
  const replicas = number(spec["replicas"], 1);
  const strategy = fields(spec["updateStrategy"]);
  const ready = number(status["readyReplicas"], 0);
  const isUniform = status["currentRevision"] !== undefined && status["currentRevision"] === status["updateRevision"];
  const isObserved = number(status["observedGeneration"], 0) >= (object.metadata.generation ?? 0);
  const updatedReady = isCloneSet ? number(status["updatedReadyReplicas"], 0) : ready;
  return {
    object,
    isCloneSet,
    image: imageOf(spec["template"]),
    replicas,
    partition: isCloneSet && !(isUniform && isObserved) ? partitionOf(strategy, replicas) : 0,
    paused: isCloneSet && !(isUniform && isObserved) && strategy["paused"] === true,
    existing: number(status["replicas"], 0),
    ready,
    updatedReady: isObserved ? updatedReady : 0,
  };
}

/** Pods of one version that a workload asks for. A pause keeps pods from moving, not from being made. */
export function askedOf({ image, isCloneSet, replicas, partition }: Workload, version: string): number {
  if (image === version) return replicas - partition;
  return isCloneSet ? partition : 0;
}
