import { apiVersionOf, isNotFound, type KubeObject, type Patch } from "@bellwether/core";
import type { ApiServer } from "../../api/api-server.ts";
import { badRequest } from "../../api/errors/status-error.ts";
import type { JsonObject } from "../../api/json/json-object.ts";
import { asObject, decodeObject, mediaTypeOf, parseJson, parseYamlObject } from "../codec/decode-body.ts";
import type { Exchange } from "../exchange.ts";
import { unknownFormat } from "../refusals.ts";
import { isTrue, type ResourceRequest } from "../route/resource-request.ts";
import type { Answer } from "./answer.ts";
import { writeOptions } from "./write-options.ts";

const applyType = "application/apply-patch+yaml";
const patchTypes: Readonly<Record<string, Patch["type"]>> = {
  "application/json-patch+json": "json",
  "application/merge-patch+json": "merge",
  "application/strategic-merge-patch+json": "strategic",
};

export async function answerCreate(
  api: ApiServer,
  exchange: Exchange,
  request: ResourceRequest,
  answer: Answer,
): Promise<void> {
  const object = await readObject(exchange, request);
  answer.object(api.create(request.type, request.key, object, writeOptions(exchange, request.subresource)), 201);
}

export async function answerUpdate(
  api: ApiServer,
  exchange: Exchange,
  request: ResourceRequest,
  answer: Answer,
): Promise<void> {
  const object = await readObject(exchange, request);
  answer.object(api.update(request.type, request.key, object, writeOptions(exchange, request.subresource)));
}

export async function answerPatch(
  api: ApiServer,
  exchange: Exchange,
  request: ResourceRequest,
  answer: Answer,
): Promise<void> {
  const { type, key, subresource } = request;
  const contentType = mediaTypeOf(exchange.header("content-type"));
  const body = await exchange.body();
  const options = writeOptions(exchange, subresource);
  if (contentType === applyType) {
    const { fieldManager: _, ...rest } = options;
    const manager = exchange.query.get("fieldManager") ?? "";
    const force = isTrue(exchange.query.get("force"));
    const isNew = !exists(api, request);
    const object = withKind(parseYamlObject(body), request);
    const applied = api.apply(type, key, object, { ...rest, ...(manager !== "" && { fieldManager: manager }), force });
    answer.object(applied, isNew ? 201 : 200);
  } else {
    answer.object(api.patch(type, key, patchOf(contentType, type.builtIn, body), options));
  }
}

function patchOf(contentType: string, builtIn: boolean, body: Buffer): Patch {
  // Strategic merge needs the merge keys of Go types, which custom resources do not have.
  const accepted = Object.keys(patchTypes).filter((name) => builtIn || patchTypes[name] !== "strategic");
  const type = accepted.includes(contentType) ? patchTypes[contentType] : undefined;
  if (type === undefined) throw unknownFormat([...accepted, applyType]);
  const parsed = parseJson(body);
  if (type !== "json") return { type, body: asObject(parsed) };
  if (!Array.isArray(parsed)) throw badRequest("the JSON patch is not a list of operations");
  return { type, body: parsed.map(asObject) };
}

async function readObject(exchange: Exchange, request: ResourceRequest): Promise<KubeObject> {
  const object = decodeObject(exchange.header("content-type"), await exchange.body());
  if (object === undefined) throw badRequest("the request has no body");
  return withKind(object, request);
}

/** A body may leave out what the path says already. */
function withKind(object: JsonObject, { type, subresource }: ResourceRequest): KubeObject {
  const implied =
    subresource === "" || subresource === "status" ? { apiVersion: apiVersionOf(type), kind: type.kind } : {};
  return { metadata: {}, ...implied, ...object } as unknown as KubeObject;
}

function exists(api: ApiServer, { type, key }: ResourceRequest): boolean {
  try {
    return api.get(type, key) !== undefined;
  } catch (error) {
    if (isNotFound(error)) return false;
    throw error;
  }
}
