import type { ApiServer } from "../../api/api-server.ts";
import { badRequest } from "../../api/errors/status-error.ts";
import type { ListRequest, Selection } from "../../api/requests.ts";
import type { ResourceRequest } from "../route/resource-request.ts";
import type { Answer } from "./answer.ts";

export function answerGet(api: ApiServer, { type, key, subresource }: ResourceRequest, answer: Answer): void {
  answer.object(api.get(type, key, subresource === "" ? {} : { subresource }));
}

export function answerList(api: ApiServer, request: ResourceRequest, query: URLSearchParams, answer: Answer): void {
  answer.list(api.list(request.type, { ...selectionOf(request, query), ...pageOf(query) }));
}

/** Which objects a list, a watch or a deletion of a collection is about. */
export function selectionOf({ key }: ResourceRequest, query: URLSearchParams): Selection {
  const onlyName = key.name === "" ? undefined : `metadata.name=${key.name}`;
  return {
    ...(key.namespace !== "" && { namespace: key.namespace }),
    ...present("labelSelector", query.get("labelSelector")),
    ...present("fieldSelector", onlyName ?? query.get("fieldSelector")),
  };
}

export function present<K extends string>(name: K, value: string | null): { readonly [P in K]?: string } {
  return (value === null || value === "" ? {} : { [name]: value }) as { readonly [P in K]?: string };
}

function pageOf(query: URLSearchParams): ListRequest {
  const limit = Number(query.get("limit") ?? 0);
  if (!Number.isInteger(limit)) throw badRequest(`limit: Invalid value: "${query.get("limit")}": must be an integer`);
  return {
    ...(limit > 0 && { limit }),
    ...present("continue", query.get("continue")),
    ...present("resourceVersion", query.get("resourceVersion")),
    ...present("resourceVersionMatch", query.get("resourceVersionMatch")),
  };
}
