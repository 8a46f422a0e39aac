import type { KubeObject, ResourceType } from "@bellwether/core";
import { countsOf } from "./pods.ts";
import type { ClientLog, Passage } from "./timed-client.ts";

/** Milliseconds from the event that shows a CloneSet's batch ready to the next write, and to the next that moves pods. */
export class Reactions implements ClientLog {
  readonly toWrite: number[] = [];
  readonly toMove: number[] = [];
  #asked = 0;
  #readyAt: number | undefined;
  #hasWritten = false;

  seen({ at, type, object }: Passage): void {
    if (type.kind !== "CloneSet") return;
    const { updatedReadyReplicas } = countsOf(object);
    if (this.#readyAt !== undefined || this.#asked === 0 || updatedReadyReplicas !== this.#asked) return;
    this.#readyAt = at;
    this.#hasWritten = false;
  }

  wrote({ at, type, object }: Passage): void {
    if (type.kind === "Event" || type.kind === "Lease") return;
    if (this.#readyAt !== undefined && !this.#hasWritten) this.toWrite.push(at - this.#readyAt);
    this.#hasWritten = true;
    const asked = askedBy(type, object);
    if (asked === undefined) return;
    if (this.#readyAt !== undefined) this.toMove.push(at - this.#readyAt);
    this.#readyAt = undefined;
    this.#asked = asked;
  }

  /** A batch is awaited no more: what is written next answers nothing. */
  rest(): void {
    this.#readyAt = undefined;
    this.#asked = 0;
  }
}

export const reactionSize = 40;

/** Pods of the new revision that the write asks for; undefined when it moves none. */
function askedBy({ kind }: ResourceType, body: KubeObject): number | undefined {
  if (kind !== "CloneSet") return undefined;
  const { updateStrategy } = (body["spec"] ?? {}) as { readonly updateStrategy?: { readonly partition?: unknown } };
  const partition = updateStrategy?.partition;
  return typeof partition === "number" && partition < reactionSize ? reactionSize - partition : undefined;
}
