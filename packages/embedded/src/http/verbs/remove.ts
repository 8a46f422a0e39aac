import type { ApiServer } from "../../api/api-server.ts";
import { badRequest } from "../../api/errors/status-error.ts";
import { atPath, type JsonObject } from "../../api/json/json-object.ts";
import type { Deletion, DeleteRequest } from "../../api/requests.ts";
import { decodeObject } from "../codec/decode-body.ts";
import { jsonText } from "../codec/json-text.ts";
import type { Exchange } from "../exchange.ts";
import { isTrue, type ResourceRequest } from "../route/resource-request.ts";
import type { Answer } from "./answer.ts";
import { selectionOf } from "./read.ts";
import { isDryRun } from "./write-options.ts";

const propagations: readonly unknown[] = ["Foreground", "Background", "Orphan"];

export async function answerDelete(
  api: ApiServer,
  exchange: Exchange,
  request: ResourceRequest,
  answer: Answer,
): Promise<void> {
  const deletion = api.delete(request.type, request.key, await deleteOptions(exchange));
  if (deletion.gone) exchange.answer(200, "application/json", goneText(request, deletion));
  else answer.object(deletion.object);
}

export async function answerDeleteCollection(
  api: ApiServer,
  exchange: Exchange,
  request: ResourceRequest,
  answer: Answer,
): Promise<void> {
  const options = await deleteOptions(exchange);
  answer.list(api.deleteCollection(request.type, selectionOf(request, exchange.query), options));
}

/** DeleteOptions come as a body, as query parameters, or both; the body wins. */
async function deleteOptions(exchange: Exchange): Promise<DeleteRequest> {
  const body = decodeObject(exchange.header("content-type"), await exchange.body()) ?? {};
  const uid = atPath(body, "preconditions.uid");
  const resourceVersion = atPath(body, "preconditions.resourceVersion");
  const propagation = propagationOf(exchange.query, body);
  const grace = body["gracePeriodSeconds"] ?? exchange.query.get("gracePeriodSeconds") ?? undefined;
  const dryRun = [...exchange.query.getAll("dryRun"), ...((body["dryRun"] as string[] | undefined) ?? [])];
  return {
    ...(typeof uid === "string" && { uid }),
    ...(typeof resourceVersion === "string" && { resourceVersion }),
    ...(propagation !== undefined && { propagation }),
    ...(grace !== undefined && grace !== null && { gracePeriodSeconds: Number(grace) }),
    dryRun: isDryRun(dryRun),
  };
}

function propagationOf(query: URLSearchParams, body: JsonObject): DeleteRequest["propagation"] {
  const policy = body["propagationPolicy"] ?? query.get("propagationPolicy") ?? undefined;
  if (policy === undefined) {
    const orphan =
      body["orphanDependents"] ?? (query.has("orphanDependents") ? isTrue(query.get("orphanDependents")) : undefined);
    return orphan === true ? "Orphan" : orphan === false ? "Background" : undefined;
  }
  if (propagations.includes(policy)) return policy as DeleteRequest["propagation"];
  throw badRequest(
    `propagationPolicy: Unsupported value: ${JSON.stringify(policy)}: supported values: "Background", "Foreground", "Orphan"`,
  );
}

function goneText({ type, key }: ResourceRequest, { object }: Deletion): string {
  const details = {
    name: key.name,
    ...(type.group !== "" && { group: type.group }),
    kind: type.plural,
    uid: object.metadata.uid,
  };
  return jsonText({ kind: "Status", apiVersion: "v1", metadata: {}, status: "Success", details });
}
