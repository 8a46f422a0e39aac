import { parse } from "yaml";
import { badRequest } from "../../api/errors/status-error.ts";
import { isObject, type JsonObject } from "../../api/json/json-object.ts";
import { unknownFormat } from "../refusals.ts";
import { decodeKubernetesProtobuf } from "./protobuf/decode.ts";

const objectFormats = ["application/json", "application/yaml", "application/vnd.kubernetes.protobuf"];

/** An object out of a request body, in any format that clients send objects in; undefined for an empty body. */
export function decodeObject(contentType: string, body: Buffer): JsonObject | undefined {
  if (body.length === 0) return undefined;
  switch (mediaTypeOf(contentType)) {
    case "":
    case "application/json":
      return asObject(parseJson(body));
    case "application/yaml":
      return parseYamlObject(body);
    case "application/vnd.kubernetes.protobuf":
      return decodeKubernetesProtobuf(body);
    default:
      throw unknownFormat(objectFormats);
  }
}

/** YAML, and with it JSON, as server-side apply sends it. */
export function parseYamlObject(body: Buffer): JsonObject {
  let value: unknown;
  try {
    value = readYaml(body.toString());
  } catch (error) {
    throw badRequest(`error decoding YAML: ${(error as Error).message}`);
  }
  return asObject(value);
}

/** Most clients send JSON, which is read far faster as such. */
function readYaml(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return parse(text);
  }
}

export function parseJson(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString());
  } catch (error) {
    throw badRequest(`couldn't get version/kind; json parse error: ${(error as Error).message}`);
  }
}

export function asObject(value: unknown): JsonObject {
  if (isObject(value)) return value;
  throw badRequest("the request body is not an object");
}

export function mediaTypeOf(contentType: string): string {
  return contentType.split(";", 1)[0]?.trim().toLowerCase() ?? "";
}
