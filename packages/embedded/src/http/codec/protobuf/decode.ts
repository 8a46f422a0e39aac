import type { JsonObject } from "../../../api/json/json-object.ts";
import { badRequest, unsupportedMediaType } from "../../../api/errors/status-error.ts";
import { type FieldShape, isBodyKind, messages } from "./messages.ts";
import { readFields, type WireField } from "./wire.ts";

interface Named {
  readonly apiVersion?: string;
  readonly kind?: string;
}

const magic = Buffer.from("k8s\0");
const nothing = Buffer.alloc(0);

/** An object out of Kubernetes' protobuf envelope; 415 for a kind or field that is not described in `messages`. */
export function decodeKubernetesProtobuf(body: Buffer): JsonObject {
  if (!body.subarray(0, magic.length).equals(magic)) throw badRequest("the body has no Kubernetes protobuf prefix");
  try {
    const envelope = new Map([...readFields(body.subarray(magic.length))].map(({ number, bytes }) => [number, bytes]));
    const { apiVersion = "", kind = "" } = decodeMessage("TypeMeta", envelope.get(1) ?? nothing) as Named;
    if (!isBodyKind(apiVersion, kind)) {
      throw unsupportedMediaType(`${apiVersion} ${kind} cannot be read from protobuf; send application/json`);
    }
    return { apiVersion, kind, ...decodeMessage(kind, envelope.get(2) ?? nothing) };
  } catch (error) {
    throw error instanceof RangeError ? badRequest(`the protobuf body is damaged: ${error.message}`) : error;
  }
}

function decodeMessage(type: string, bytes: Buffer): JsonObject {
  const shape = messages[type];
  if (shape === undefined) throw new Error(`The protobuf message "${type}" is not described.`);
  const object: JsonObject = {};
  for (const wire of readFields(bytes)) {
    const field = shape.get(wire.number);
    if (field === undefined) {
      if (isZero(wire)) continue;
      throw unsupportedMediaType(`field ${wire.number} of ${type} cannot be read from protobuf; send application/json`);
    }
    addField(object, field, wire);
  }
  return object;
}

function addField(object: JsonObject, field: FieldShape, wire: WireField): void {
  if (field.many === "map") {
    const entry = [...readFields(wire.bytes ?? nothing)];
    const key = entry.find(({ number }) => number === 1)?.bytes?.toString() ?? "";
    const value = entry.find(({ number }) => number === 2) ?? { number: 2, bytes: nothing };
    object[field.name] = { ...(object[field.name] as JsonObject | undefined), [key]: decodeValue(field.type, value) };
  } else if (field.many === "list") {
    object[field.name] = [...((object[field.name] as unknown[] | undefined) ?? []), decodeValue(field.type, wire)];
  } else if (field.optional || !isZero(wire)) {
    const value = decodeValue(field.type, wire);
    if (field.optional || !isEmpty(value)) object[field.name] = value;
  }
}

function decodeValue(type: string, wire: WireField): unknown {
  if (wire.bytes === undefined) return type === "bool" ? wire.varint !== 0n : Number(wire.varint);
  switch (type) {
    case "string":
      return wire.bytes.toString();
    case "bytes":
      return wire.bytes.toString("base64");
    case "Quantity":
      return decodeMessage(type, wire.bytes)["string"] ?? "0";
    case "IntOrString": {
      const { type: isText, intVal, strVal } = decodeMessage(type, wire.bytes);
      return isText === 1 ? (strVal ?? "") : (intVal ?? 0);
    }
    case "Time": {
      const { seconds } = decodeMessage(type, wire.bytes);
      return seconds === undefined ? {} : new Date((seconds as number) * 1000).toISOString().replace(".000Z", "Z");
    }
    default:
      return decodeMessage(type, wire.bytes);
  }
}

function isZero(wire: WireField): boolean {
  return wire.bytes === undefined ? wire.varint === 0n : wire.bytes.length === 0;
}

function isEmpty(value: unknown): boolean {
  return value === 0 || (typeof value === "object" && value !== null && Object.keys(value).length === 0);
}
