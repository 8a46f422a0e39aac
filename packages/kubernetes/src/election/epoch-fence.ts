import {
  ApiError,
  isNotFound,
  type KubeClient,
  type KubeObject,
  keyOf,
  keyText,
  type ObjectKey,
  type Patch,
  type ResourceType,
  StaleRead,
} from "@bellwether/core";
import { epochOf, withEpoch } from "./epoch.ts";
import type { Term } from "./term.ts";

export interface EpochFenceOptions {
  /** The term in which writes are made; undefined while not leading. */
  readonly term: () => Term | undefined;
  /** The object as a view shows it; may throw `StaleRead`. What it does not know is asked of the API server. */
  readonly lastSeen?: (type: ResourceType, key: ObjectKey) => KubeObject | undefined;
}

interface Precondition {
  readonly uid?: string | undefined;
  readonly resourceVersion?: string | undefined;
}

/**
 * The same client for one leader at a time. Every write names the version of the object that it was decided on, and is
 * sent only if no later leader has written that version. So the API server refuses what an earlier leader decided before
 * the first write of its successor, and the fence what it decides after it.
 * Writes to a status or a scale carry no epoch: a status has its own, and a scale none. An apply that creates its object
 * has no version to name: use `create` for objects that another leader may be creating too.
 */
export function epochFence(client: KubeClient, options: EpochFenceOptions): KubeClient {
  const observe = async (
    type: ResourceType,
    key: ObjectKey,
    version: string | undefined,
  ): Promise<KubeObject | undefined> => {
    const seen = lastSeen(options, type, key);
    if (seen !== undefined && (version === undefined || seen.metadata.resourceVersion === version)) return seen;
    try {
      return await client.get(type, key);
    } catch (error) {
      if (isNotFound(error)) return undefined;
      throw error;
    }
  };

  /** The epoch to write with, and the version to write on. */
  const admit = async (
    type: ResourceType,
    key: ObjectKey,
    given: Precondition,
  ): Promise<{ epoch: number; on: Precondition }> => {
    holdsOrThrow(options.term());
    const observed = await observe(type, key, given.resourceVersion);
    const { epoch } = holdsOrThrow(options.term());
    const written = epochOf(observed);
    if (written > epoch) {
      throw conflict(
        `${type.kind} "${keyText(key)}" was written by the leader of epoch ${written}; this is epoch ${epoch}.`,
      );
    }
    const { uid, resourceVersion } = observed?.metadata ?? {};
    return { epoch, on: given.resourceVersion === undefined ? { uid, resourceVersion, ...given } : given };
  };

  return {
    get: (type, key, request) => client.get(type, key, request),
    list: (type, request) => client.list(type, request),
    watch: (type, request) => client.watch(type, request),
    resolve: (apiVersion, kind, request) => client.resolve(apiVersion, kind, request),
    async create(type, object, request) {
      const { epoch } = holdsOrThrow(options.term());
      return client.create(type, request.subresource === undefined ? withEpoch(object, epoch) : object, request);
    },
    async apply(type, object, request) {
      const { epoch, on } = await admit(type, keyOf(object), object.metadata);
      const conditioned = { ...object, metadata: { ...object.metadata, ...given(on) } };
      return client.apply(
        type,
        request.subresource === undefined ? withEpoch(conditioned, epoch) : conditioned,
        request,
      );
    },
    async patch(type, key, patch, request) {
      const body = mergeBody(patch);
      const metadata = (body["metadata"] ?? {}) as KubeObject["metadata"];
      const { epoch, on } = await admit(type, key, metadata);
      const conditioned = { ...body, metadata: { ...metadata, ...given(on) } };
      const marked = request.subresource === undefined ? withEpoch(conditioned, epoch) : conditioned;
      return client.patch(type, key, { type: patch.type, body: marked } as Patch, request);
    },
    async delete(type, key, request = {}) {
      const { on } = await admit(type, key, request);
      return client.delete(type, key, { ...request, ...given(on) });
    },
  };
}

function given({ uid, resourceVersion }: Precondition): { uid?: string; resourceVersion?: string } {
  return { ...(uid === undefined ? {} : { uid }), ...(resourceVersion === undefined ? {} : { resourceVersion }) };
}

function lastSeen({ lastSeen }: EpochFenceOptions, type: ResourceType, key: ObjectKey): KubeObject | undefined {
  try {
    return lastSeen?.(type, key);
  } catch (error) {
    if (error instanceof StaleRead) return undefined;
    throw error;
  }
}

function mergeBody(patch: Patch): Readonly<Record<string, unknown>> {
  if (patch.type !== "json") return patch.body;
  throw new TypeError("A JSON patch cannot carry the leader's epoch. Send a merge patch.");
}

function holdsOrThrow(term: Term | undefined): Term {
  if (term?.holds() === true) return term;
  throw conflict("This process does not lead (any more), so it does not write.");
}

function conflict(message: string): ApiError {
  return new ApiError({
    kind: "Status",
    apiVersion: "v1",
    metadata: {},
    status: "Failure",
    reason: "Conflict",
    message,
    code: 409,
  });
}
