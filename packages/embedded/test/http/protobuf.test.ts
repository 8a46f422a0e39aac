import { ApiError } from "@bellwether/core";
import { expect, test } from "vitest";
import { decodeKubernetesProtobuf } from "../../src/http/codec/protobuf/decode.ts";

/** A length-delimited field. */
function field(number: number, content: string | Buffer): Buffer {
  const bytes = Buffer.from(content);
  return Buffer.concat([Buffer.from([(number << 3) | 2, bytes.length]), bytes]);
}

function varint(number: number, value: number): Buffer {
  return Buffer.from([number << 3, value]);
}

function envelope(apiVersion: string, kind: string, raw: Buffer): Buffer {
  const typeMeta = Buffer.concat([field(1, apiVersion), field(2, kind)]);
  return Buffer.concat([Buffer.from("k8s\0"), field(1, typeMeta), field(2, raw), field(3, ""), field(4, "")]);
}

const label = field(11, Buffer.concat([field(1, "app"), field(2, "web")]));
const meta = Buffer.concat([field(1, "web"), field(2, ""), field(8, ""), label]);

test("a secret's data is base64 in JSON, and what Go always sends for unset is left out", () => {
  const data = field(2, Buffer.concat([field(1, "key"), field(2, Buffer.from([0, 255]))]));
  const body = envelope("v1", "Secret", Buffer.concat([field(1, meta), data, field(3, "Opaque")]));
  expect(decodeKubernetesProtobuf(body)).toEqual({
    apiVersion: "v1",
    kind: "Secret",
    metadata: { name: "web", labels: { app: "web" } },
    data: { key: "AP8=" },
    type: "Opaque",
  });
});

test("a set pointer keeps its zero, and repeated fields are lists", () => {
  const container = (name: string): Buffer =>
    field(2, Buffer.concat([field(1, name), field(2, "web:1"), field(8, "")]));
  const template = field(2, Buffer.concat([container("a"), container("b"), varint(11, 0)]));
  const spec = Buffer.concat([varint(1, 0), field(3, template), field(4, field(1, "")), varint(5, 0)]);
  const body = envelope(
    "apps/v1",
    "Deployment",
    Buffer.concat([field(1, meta), field(2, spec), field(3, varint(2, 0))]),
  );
  expect(decodeKubernetesProtobuf(body)["spec"]).toEqual({
    replicas: 0,
    template: {
      spec: {
        containers: [
          { name: "a", image: "web:1" },
          { name: "b", image: "web:1" },
        ],
      },
    },
  });
});

test.each([
  ["a kind that is not described", envelope("v1", "Pod", Buffer.alloc(0)), 415],
  ["a field that is not described", envelope("v1", "Namespace", field(9, "x")), 415],
  ["a message that ends too early", envelope("v1", "Namespace", Buffer.from([10, 200])), 400],
  ["a body without the prefix", Buffer.from("{}"), 400],
])("%s is refused", (_what, body, code) => {
  let refused: unknown;
  try {
    decodeKubernetesProtobuf(body);
  } catch (error) {
    refused = error;
  }
  expect(refused).toBeInstanceOf(ApiError);
  expect((refused as ApiError).code).toBe(code);
});
