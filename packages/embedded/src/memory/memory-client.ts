import {
  ApiUnreachable,
  keyOf,
  type ApplyOptions,
  type DeleteOptions,
  type KubeClient,
  type KubeObject,
  type ListOptions,
  type ObjectKey,
  type ObjectList,
  type Patch,
  type RequestOptions,
  type ResourceType,
  type WatchEvent,
  type WatchOptions,
  type WriteOptions,
} from "@bellwether/core";
import type { ApiServer } from "../api/api-server.ts";
import type { WatchSink } from "../api/requests.ts";
import { EventStream } from "./event-stream.ts";
import type { Interceptor, MemoryRequest } from "./interceptor.ts";

/** Core's client straight on the server's operations. What it returns is frozen and shared with the store. */
export function memoryClient(server: ApiServer, interceptor: Interceptor = {}): KubeClient {
  return new MemoryClient(server, interceptor);
}

class MemoryClient implements KubeClient {
  readonly #server: ApiServer;
  readonly #interceptor: Interceptor;

  constructor(server: ApiServer, interceptor: Interceptor) {
    this.#server = server;
    this.#interceptor = interceptor;
  }

  get(type: ResourceType, key: ObjectKey, options: RequestOptions = {}): Promise<KubeObject> {
    return this.#answer({ verb: "get", type, key }, options, () => this.#server.get(type, key));
  }

  list(type: ResourceType, { signal, ...options }: ListOptions = {}): Promise<ObjectList> {
    return this.#request({ verb: "list", type }, signal, () => this.#server.list(type, options));
  }

  async *watch(type: ResourceType, options: WatchOptions): AsyncIterable<WatchEvent> {
    const { signal, timeoutSeconds: _, ...selection } = options;
    await this.#request({ verb: "watch", type }, signal, () => undefined);
    using stop = new DisposableStack();
    const stream = new EventStream<WatchEvent>();
    const close = (): void => stream.close();
    signal?.addEventListener("abort", close, { once: true });
    stop.defer(() => signal?.removeEventListener("abort", close));
    if (signal?.aborted === true) return;
    if (options.timeoutSeconds !== undefined) stop.use(this.#server.clock.after(options.timeoutSeconds * 1000, close));
    const sink: WatchSink = {
      event: (event) =>
        stream.push(event.type === "BOOKMARK" ? { type: "BOOKMARK", resourceVersion: event.resourceVersion } : event),
      error: (error) => stream.fail(error),
    };
    stop.use(this.#server.watch(type, { ...selection, allowWatchBookmarks: true }, sink));
    yield* stream;
  }

  create(type: ResourceType, object: KubeObject, options: WriteOptions): Promise<KubeObject> {
    const own = keyOf(object);
    const key = options.subresource === undefined ? { ...own, name: "" } : own;
    return this.#answer({ verb: "create", type, key: own, ...origin(options) }, options, () =>
      this.#server.create(type, key, object, write(options)),
    );
  }

  apply(type: ResourceType, object: KubeObject, options: ApplyOptions): Promise<KubeObject> {
    const key = keyOf(object);
    const force = options.force === true;
    return this.#answer({ verb: "apply", type, key, ...origin(options) }, options, () =>
      this.#server.apply(type, key, object, { ...write(options), force }),
    );
  }

  patch(type: ResourceType, key: ObjectKey, patch: Patch, options: WriteOptions): Promise<KubeObject> {
    return this.#answer({ verb: "patch", type, key, ...origin(options) }, options, () =>
      this.#server.patch(type, key, patch, write(options)),
    );
  }

  async delete(type: ResourceType, key: ObjectKey, { signal, ...options }: DeleteOptions = {}): Promise<void> {
    await this.#request({ verb: "delete", type, key }, signal, () => this.#server.delete(type, key, options).object);
  }

  resolve(apiVersion: string, kind: string, options: RequestOptions = {}): Promise<ResourceType | undefined> {
    return this.#request({ verb: "resolve" }, options.signal, () => this.#server.types.ofKind(apiVersion, kind));
  }

  #answer(request: MemoryRequest, options: RequestOptions, run: () => KubeObject): Promise<KubeObject> {
    return this.#request(request, options.signal, run);
  }

  async #request<T>(request: MemoryRequest, signal: AbortSignal | undefined, run: () => T): Promise<T> {
    refuseAborted(signal);
    if (this.#interceptor.before !== undefined) {
      await this.#interceptor.before(request);
      refuseAborted(signal);
    }
    const answer = run();
    if (this.#interceptor.after !== undefined)
      await this.#interceptor.after(request, isKubeObject(answer) ? answer : undefined);
    return answer;
  }
}

function refuseAborted(signal: AbortSignal | undefined): void {
  if (signal?.aborted === true) throw new ApiUnreachable("The request was aborted.", { cause: signal.reason });
}

function origin({ fieldManager, subresource }: WriteOptions): Pick<MemoryRequest, "fieldManager" | "subresource"> {
  return { fieldManager, ...(subresource === undefined ? {} : { subresource }) };
}

function write({ fieldManager, subresource, dryRun }: WriteOptions): {
  fieldManager: string;
  subresource?: string;
  dryRun?: boolean;
} {
  return {
    fieldManager,
    ...(subresource === undefined ? {} : { subresource }),
    ...(dryRun === undefined ? {} : { dryRun }),
  };
}

function isKubeObject(value: unknown): value is KubeObject {
  return typeof value === "object" && value !== null && "metadata" in value;
}
