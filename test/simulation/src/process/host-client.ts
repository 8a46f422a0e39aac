import {
  ApiUnreachable,
  type DeleteOptions,
  keyOf,
  type KubeClient,
  type KubeObject,
  type ObjectKey,
  type RequestOptions,
  type ResourceType,
  type WatchEvent,
  type WatchOptions,
} from "@bellwether/core";
import type { MemoryRequest } from "@bellwether/embedded";
import type { FaultInjector } from "../faults/fault-injector.ts";
import type { Crash } from "../faults/fault-plan.ts";
import type { Evidence } from "../world/entry.ts";
import { FaultyWatch } from "./faulty-watch.ts";
import type { Observation } from "./observation.ts";
import { never, type Process } from "./process.ts";

/** Who sends a write, and what it had seen. */
export interface Origin {
  readonly actor: string;
  readonly evidence?: Evidence;
  readonly deletesUid?: string;
}

export interface HostClientOptions {
  /** Straight to the server. */
  readonly client: KubeClient;
  readonly process: Process;
  readonly observation: Observation;
  readonly faults: FaultInjector;
  /** Commits a write; what it writes is put down to the origin. */
  readonly commit: <T>(origin: Origin, run: () => Promise<T>) => Promise<T>;
  readonly onCrash: (crash: Crash) => void;
}

/** The network between one host's process and one API server. */
export function hostClient(options: HostClientOptions): KubeClient {
  const { client, process, observation, faults } = options;

  async function send<T>(
    request: MemoryRequest,
    { signal }: RequestOptions,
    isWrite: boolean,
    run: () => Promise<T>,
    arrived?: (answer: T) => void,
  ): Promise<T> {
    if (!process.isRunning) await process.ready();
    refuseAborted(signal);
    const fault = faults.onRequest(request, isWrite);
    await travel(process, faults.latencyMs);
    if (fault?.kind === "crash" && fault.crash.side === "before") return crash(options, fault.crash);
    if (fault?.kind === "refused") throw await delivered(process, fault.error);
    const answer = await run().catch(async (error: unknown) => {
      throw await delivered(process, error);
    });
    if (fault?.kind === "crash") return crash(options, fault.crash);
    if (fault?.kind === "lost") throw await delivered(process, fault.error);
    await travel(process, faults.latencyMs);
    if (!process.isRunning) await process.ready();
    refuseAborted(signal);
    arrived?.(answer);
    return answer;
  }

  function write<T extends KubeObject | undefined>(
    verb: MemoryRequest["verb"],
    type: ResourceType,
    key: ObjectKey,
    write: RequestOptions & Pick<DeleteOptions, "uid">,
    run: () => Promise<T>,
  ): Promise<T> {
    const { evidence } = observation;
    const origin = {
      actor: process.name,
      evidence,
      ...(write.uid === undefined ? {} : { deletesUid: write.uid }),
    };
    return send(
      { verb, type, key },
      write,
      true,
      () => options.commit(origin, run),
      (answer) => observation.answered(type, key, answer),
    );
  }

  return {
    get: (type, key, request = {}) =>
      send({ verb: "get", type, key }, request, false, () => client.get(type, key, withoutSignal(request))),
    list: (type, request = {}) =>
      send({ verb: "list", type }, request, false, () => client.list(type, withoutSignal(request))),
    resolve: (apiVersion, kind, request = {}) =>
      send({ verb: "resolve" }, request, false, () => client.resolve(apiVersion, kind)),
    watch: (type, request) => watch(options, type, request),
    create: (type, object, request) =>
      write("create", type, keyOf(object), request, () => client.create(type, object, withoutSignal(request))),
    apply: (type, object, request) =>
      write("apply", type, keyOf(object), request, () => client.apply(type, object, withoutSignal(request))),
    patch: (type, key, patch, request) =>
      write("patch", type, key, request, () => client.patch(type, key, patch, withoutSignal(request))),
    delete: async (type, key, request = {}) => {
      await write("delete", type, key, request, async () => {
        await client.delete(type, key, withoutSignal(request));
        return undefined;
      });
    },
  };
}

function refuseAborted(signal: AbortSignal | undefined): void {
  if (signal?.aborted === true) throw new ApiUnreachable("the request was aborted", { cause: signal.reason });
}

/** A request that has been sent arrives, whatever becomes of its sender. */
function withoutSignal<T extends RequestOptions>({ signal: _, ...options }: T): Omit<T, "signal"> {
  return options;
}

function travel(process: Process, latencyMs: number): Promise<void> | undefined {
  if (latencyMs === 0) return undefined;
  return new Promise((resolve) => {
    process.travels(latencyMs, resolve);
  });
}

async function delivered<E>(process: Process, error: E): Promise<E> {
  if (!process.isRunning) await process.ready();
  return error;
}

function crash<T>({ onCrash }: HostClientOptions, how: Crash): Promise<T> {
  onCrash(how);
  return never();
}

function watch(
  { client, process, faults }: HostClientOptions,
  type: ResourceType,
  options: WatchOptions,
): AsyncIterable<WatchEvent> {
  const fault = faults.onRequest({ verb: "watch", type }, false);
  return {
    [Symbol.asyncIterator]() {
      if (fault?.kind === "refused") return { next: async () => Promise.reject(await delivered(process, fault.error)) };
      return new FaultyWatch({ stream: client.watch(type, options), type, process, faults });
    },
  };
}
