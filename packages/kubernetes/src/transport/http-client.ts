import {
  apiVersionOf,
  type KubeClient,
  type KubeObject,
  keyOf,
  type ObjectList,
  type Patch,
  type ResourceType,
  type WatchEvent,
  type WatchOptions,
  type WriteOptions,
} from "@bellwether/core";
import { Discovery } from "./discovery.ts";
import { collectionPath, objectPath, type Query } from "./paths.ts";
import { type Call, Transport, type TransportOptions } from "./transport.ts";
import { watchEventOf } from "./watch-events.ts";

const patchContentTypes: Readonly<Record<Patch["type"], string>> = {
  merge: "application/merge-patch+json",
  strategic: "application/strategic-merge-patch+json",
  json: "application/json-patch+json",
};

/** Requests to a cluster's API server over HTTP/2, or HTTP/1.1 where the server has no better. */
export function httpClient(options: TransportOptions): KubeClient & AsyncDisposable {
  const transport = new Transport(options);
  const discovery = new Discovery(transport, options.clock);
  const object = async (call: Call): Promise<KubeObject> => (await transport.json(call)) as KubeObject;

  return {
    get: (type, key, options) => object({ method: "GET", path: objectPath(type, key), signal: options?.signal }),
    async list(type, { namespace, signal, ...query } = {}) {
      const path = collectionPath(type, namespace);
      return listOf(type, await transport.json({ method: "GET", path, query, signal }));
    },
    watch: (type, options) => watch(transport, type, options),
    create: (type, body, options) =>
      object({
        method: "POST",
        path:
          options.subresource === undefined
            ? collectionPath(type, body.metadata.namespace)
            : objectPath(type, keyOf(body), options.subresource),
        query: writeQuery(options),
        body,
        signal: options.signal,
        yields: type.kind === "Event",
      }),
    apply: (type, body, options) =>
      object({
        method: "PATCH",
        path: objectPath(type, keyOf(body), options.subresource),
        query: { ...writeQuery(options), force: options.force },
        contentType: "application/apply-patch+yaml",
        body,
        signal: options.signal,
      }),
    patch: (type, key, patch, options) =>
      object({
        method: "PATCH",
        path: objectPath(type, key, options.subresource),
        query: writeQuery(options),
        contentType: patchContentTypes[patch.type],
        body: patch.body,
        signal: options.signal,
      }),
    async delete(type, key, { uid, resourceVersion, propagation, gracePeriodSeconds, signal } = {}) {
      const preconditions = uid === undefined && resourceVersion === undefined ? undefined : { uid, resourceVersion };
      const body = {
        apiVersion: "v1",
        kind: "DeleteOptions",
        preconditions,
        propagationPolicy: propagation,
        gracePeriodSeconds,
      };
      await transport.json({ method: "DELETE", path: objectPath(type, key), body, signal });
    },
    resolve: (apiVersion, kind, options) => discovery.resolve(apiVersion, kind, options),
    [Symbol.asyncDispose]: () => transport[Symbol.asyncDispose](),
  };
}

async function* watch(
  transport: Transport,
  type: ResourceType,
  { namespace, signal, ...options }: WatchOptions,
): AsyncGenerator<WatchEvent, void, undefined> {
  const path = collectionPath(type, namespace);
  const query = { ...options, watch: true, allowWatchBookmarks: true };
  for await (const line of transport.lines({ method: "GET", path, query, signal })) {
    // The server has accepted the watch: nothing before its start is missing.
    if (line === "") yield { type: "BOOKMARK", resourceVersion: options.resourceVersion };
    else yield watchEventOf(line);
  }
}

function writeQuery({ fieldManager, dryRun }: WriteOptions): Query {
  return { fieldManager, dryRun: dryRun === true ? "All" : undefined };
}

/** The items of a list of a built-in kind carry neither apiVersion nor kind. */
function listOf(type: ResourceType, answer: unknown): ObjectList {
  const { metadata, items } = answer as {
    readonly metadata: { readonly resourceVersion: string; readonly continue?: string };
    readonly items: readonly KubeObject[] | null;
  };
  const identity = { apiVersion: apiVersionOf(type), kind: type.kind };
  return {
    resourceVersion: metadata.resourceVersion,
    items: (items ?? []).map((item) => ({ ...identity, ...item })),
    ...(metadata.continue === undefined ? {} : { continue: metadata.continue }),
  };
}
