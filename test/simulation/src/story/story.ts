import { keyText, type KubeObject } from "@bellwether/core";
import type { Entry, Write } from "../world/entry.ts";
import { appRollouts, isOfType, leases, pods, workloadTypes } from "../world/resources.ts";
import { askedOf, imageOf, readWorkload } from "../world/workload.ts";
import { readRollout } from "../world/rollout.ts";
import { versionOf } from "../scenarios/versions.ts";

interface Line {
  readonly time: number;
  readonly cluster: string;
  readonly actor: string;
  readonly text: () => string;
}

/** What happened in a schedule, told only when somebody asks. */
export class Story {
  readonly #start: number;
  readonly #lines: Line[] = [];
  #hash = 0x811c9dc5;

  constructor(start: number) {
    this.#start = start;
  }

  note(time: number, actor: string, text: string, cluster: string = ""): void {
    this.#digest(`${time} ${actor} ${text}`);
    this.#lines.push({ time, cluster, actor, text: () => text });
  }

  entry(cluster: string, entry: Entry): void {
    if (entry.entry !== "write") return;
    const { time, actor, verb, type, key, revision } = entry;
    this.#digest(`${cluster} ${time} ${actor} ${verb} ${type.plural} ${key.name} ${revision}`);
    if (isOfType(type, leases)) return;
    this.#lines.push({ time, cluster, actor, text: () => writeText(entry) });
  }

  /** Equal for schedules in which the same happened in the same order. */
  get hash(): string {
    return (this.#hash >>> 0).toString(16).padStart(8, "0");
  }

  tell(): string {
    return this.#lines
      .map(({ time, cluster, actor, text }) => {
        const seconds = ((time - this.#start) / 1000).toFixed(3).padStart(9);
        return `${seconds}  ${cluster.padEnd(6)} ${actor.padEnd(24)} ${text()}`;
      })
      .join("\n");
  }

  #digest(text: string): void {
    let hash = this.#hash;
    for (let i = 0; i < text.length; i += 1) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
    this.#hash = hash;
  }
}

function writeText(write: Write): string {
  const { verb, type, key, subresource, before, after } = write;
  const part = subresource === undefined ? "" : `/${subresource}`;
  const object = after ?? before;
  const what = object === undefined ? "" : stateText(write, object);
  const deed = after === undefined ? "removes" : before === undefined ? "creates" : `${verb}s`;
  return `${deed} ${type.kind}${part} ${keyText(key)}${what === "" ? "" : `: ${what}`}`;
}

function stateText({ type }: Write, object: KubeObject): string {
  if (isOfType(type, pods)) return podText(object);
  if (isOfType(type, appRollouts)) return rolloutText(object);
  return workloadTypes.some((one) => isOfType(type, one)) ? workloadText(object) : "";
}

function podText(pod: KubeObject): string {
  const { conditions = [], phase = "" } = (pod["status"] ?? {}) as {
    readonly phase?: string;
    readonly conditions?: readonly { readonly type: string; readonly status: string }[];
  };
  const ready = conditions.some(({ type, status }) => type === "Ready" && status === "True");
  const leaves = pod.metadata.deletionTimestamp === undefined ? "" : ", leaves";
  return `${versionOf(imageOf(pod))} ${phase}${ready ? " ready" : ""}${leaves}`;
}

function rolloutText(object: KubeObject): string {
  const { target, source, plan, state, batchState, batch } = readRollout(object);
  const { waiting } = (object["status"] ?? {}) as {
    readonly waiting?: { readonly guard: string; readonly text: string };
  };
  const paused = plan.paused === true ? ", paused" : "";
  const size = plan.targetSize === undefined ? "" : `, size ${plan.targetSize}`;
  const wait = waiting === undefined ? "" : `; waits for ${waiting.guard}: ${waiting.text}`;
  const leaves = object.metadata.deletionTimestamp === undefined ? "" : "; deleted";
  return `${source} → ${target}${size}${paused}: ${state} ${batchState} ${batch}${wait}${leaves}`;
}

function workloadText(object: KubeObject): string {
  const workload = readWorkload(object);
  const { image, replicas, partition, paused, existing, ready, updatedReady } = workload;
  const owner = object.metadata.ownerReferences?.find(({ controller }) => controller === true);
  const asked = workload.isCloneSet ? `, partition ${partition}${paused ? ", paused" : ""}` : "";
  const owned = owner === undefined ? "" : `, of ${owner.kind}`;
  return `${versionOf(image)}, ${replicas} replicas${asked} (asks for ${askedOf(workload, image)})${owned}; ${existing} exist, ${ready} ready, ${updatedReady} of them updated`;
}
