import { ApiUnreachable } from "@bellwether/core";
import type { Interceptor, MemoryRequest } from "@bellwether/embedded";

const writing: readonly MemoryRequest["verb"][] = ["create", "apply", "patch", "delete"];

/** Counts the writes that an adapter asks for, and fails them on demand. */
export class RequestTally implements Interceptor {
  /** Fails one write before it reaches the server, or loses the answer of one that did. */
  interrupt: "before" | "after" | undefined;
  #writes = 0;

  get writes(): number {
    return this.#writes;
  }

  before({ verb }: MemoryRequest): void {
    if (!writing.includes(verb)) return;
    this.#writes += 1;
    this.#failWhen("before");
  }

  after({ verb }: MemoryRequest): void {
    if (writing.includes(verb)) this.#failWhen("after");
  }

  #failWhen(moment: "before" | "after"): void {
    if (this.interrupt !== moment) return;
    this.interrupt = undefined;
    throw new ApiUnreachable("the connection was cut");
  }
}
