import type { KubeObject, ObjectKey, ResourceType } from "@bellwether/core";

export interface MemoryRequest {
  readonly verb: "get" | "list" | "watch" | "create" | "apply" | "patch" | "delete" | "resolve";
  readonly type?: ResourceType;
  readonly key?: ObjectKey;
  readonly subresource?: string;
  readonly fieldManager?: string;
}

/**
 * Stands between a client and the cluster. What it throws, the caller of the client gets; what it waits for, the caller
 * waits for. A throw of `after` is a request that took effect and whose answer was lost.
 */
export interface Interceptor {
  before?(request: MemoryRequest): void | Promise<void>;
  after?(request: MemoryRequest, answer: KubeObject | undefined): void | Promise<void>;
}
