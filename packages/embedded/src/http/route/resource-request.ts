import type { ObjectKey } from "@bellwether/core";
import { methodNotAllowed } from "../../api/errors/status-error.ts";
import type { ServedType } from "../../api/types/served-type.ts";
import type { TypeRegistry } from "../../api/types/type-registry.ts";
import { parseResourcePath } from "./resource-path.ts";

type Verb = "get" | "list" | "watch" | "create" | "update" | "patch" | "delete" | "deletecollection";

/** A request about objects: which verb on what. */
export interface ResourceRequest {
  readonly verb: Verb;
  readonly type: ServedType;
  /** The name is empty for a collection, the namespace for a collection of all namespaces. */
  readonly key: ObjectKey;
  /** Empty for the object itself. */
  readonly subresource: string;
}

const onObject: Readonly<Record<string, Verb>> = { GET: "get", PUT: "update", PATCH: "patch", DELETE: "delete" };
const onCollection: Readonly<Record<string, Verb>> = { GET: "list", POST: "create", DELETE: "deletecollection" };
/** Subresources that a POST creates something at. */
const actions = ["binding", "eviction"];
const readOnly = ["log"];

/** Undefined when the cluster serves nothing at the path; 405 when it does not serve the method there. */
export function routeResource(
  types: TypeRegistry,
  { method, path, query }: { readonly method: string; readonly path: string; readonly query: URLSearchParams },
): ResourceRequest | undefined {
  const parsed = parseResourcePath(path);
  if (parsed === undefined) return undefined;
  const { namespace, name, subresource } = parsed;
  const type = types.find(parsed.group, parsed.version, parsed.plural);
  if (type === undefined || (namespace !== "" && !type.namespaced)) return undefined;
  if (subresource !== "" && !type.subresources.includes(subresource)) return undefined;
  const verb = verbOf(method, name, subresource, query);
  if (verb === undefined || !isServed(type, verb, subresource)) throw methodNotAllowed(method);
  return { verb, type, key: { namespace, name }, subresource };
}

function verbOf(method: string, name: string, subresource: string, query: URLSearchParams): Verb | undefined {
  if (actions.includes(subresource)) return method === "POST" ? "create" : undefined;
  if (readOnly.includes(subresource)) return method === "GET" ? "get" : undefined;
  if (subresource !== "" && method === "DELETE") return undefined;
  if (method === "GET" && isTrue(query.get("watch"))) return "watch";
  return (name === "" ? onCollection : onObject)[method];
}

function isServed(type: ServedType, verb: Verb, subresource: string): boolean {
  return subresource !== "" || type.verbs.includes(verb);
}

/** A boolean query parameter: as Kubernetes reads it, anything but `0` and `false` is true. */
export function isTrue(value: string | null): boolean {
  return value !== null && value !== "0" && value.toLowerCase() !== "false";
}
