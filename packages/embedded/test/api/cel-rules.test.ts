import { expect, test } from "vitest";
import type { JsonSchema } from "@bellwether/embedded";
import { named, refusal, startServer, typeOf } from "./cluster.ts";

/** A served kind `Thing` whose spec has the schema. */
function things(spec: JsonSchema) {
  const server = startServer();
  server.create(
    typeOf(server, "apiextensions.k8s.io/v1", "CustomResourceDefinition"),
    { namespace: "", name: "" },
    {
      apiVersion: "apiextensions.k8s.io/v1",
      kind: "CustomResourceDefinition",
      metadata: { name: "things.example.com" },
      spec: {
        group: "example.com",
        scope: "Namespaced",
        names: { plural: "things", kind: "Thing" },
        versions: [
          {
            name: "v1",
            served: true,
            storage: true,
            schema: { openAPIV3Schema: { type: "object", properties: { spec } } },
          },
        ],
      },
    },
  );
  const type = typeOf(server, "example.com/v1", "Thing");
  return {
    create: (value: unknown) =>
      server.create(type, named(""), {
        apiVersion: "example.com/v1",
        kind: "Thing",
        metadata: { name: "t", namespace: "default" },
        spec: value,
      }),
    patch: (value: unknown) => server.patch(type, named("t"), { type: "merge", body: { spec: value } }),
  };
}

const spec: JsonSchema = {
  type: "object",
  properties: {
    count: { type: "integer" },
    ratio: { type: "number" },
    "dash-ed": { type: "string" },
    tags: { type: "array", items: { type: "string" } },
    labels: { type: "object", additionalProperties: { type: "string" } },
    parts: {
      type: "array",
      "x-kubernetes-list-type": "map",
      "x-kubernetes-list-map-keys": ["name"],
      items: {
        type: "object",
        required: ["name"],
        properties: {
          name: { type: "string" },
          fixed: {
            type: "string",
            "x-kubernetes-validations": [{ rule: "self == oldSelf", message: "fixed is fixed" }],
          },
        },
      },
    },
  },
};

test.each<[string, object, boolean]>([
  ["self.count > 1", { count: 2 }, true],
  ["self.count > 1", { count: 1 }, false],
  ["self.count + 1 == 3", { count: 2 }, true],
  ["self.ratio < 0.5", { ratio: 0.25 }, true],
  ["self.ratio >= 1.0", { ratio: 1 }, true],
  ["!has(self.count) || self.count != 0", {}, true],
  ["has(self.count)", {}, false],
  ["self.dash__dash__ed == 'x'", { "dash-ed": "x" }, true],
  ["self.tags.all(t, t.startsWith('a'))", { tags: ["a1", "a2"] }, true],
  ["self.tags.exists_one(t, t == 'a')", { tags: ["a", "a"] }, false],
  ["self.tags.isSorted()", { tags: ["b", "a"] }, false],
  ["size(self.tags) <= 2", { tags: ["a", "b", "c"] }, false],
  ["self.labels.all(k, k.matches('^[a-z]+$'))", { labels: { abc: "1" } }, true],
  ["'a-b' in self.labels", { labels: { "a-b": "1" } }, true],
  ["self.parts.filter(p, p.name == 'x').size() == 1", { parts: [{ name: "x" }, { name: "y" }] }, true],
  ["self.parts.map(p, p.name) == ['x']", { parts: [{ name: "x" }] }, true],
  ["duration('90s') > duration('1m')", {}, true],
])("%s of %j is %s", (rule, value, holds) => {
  const { create } = things({ ...spec, "x-kubernetes-validations": [{ rule, message: "no" }] });
  if (holds) expect(create(value)["spec"]).toEqual(value);
  else
    expect(refusal(() => create(value)).message).toBe(
      'Thing.example.com "t" is invalid: spec: Invalid value: "object": no',
    );
});

test("a transition rule in a list map follows the key", () => {
  const { create, patch } = things(spec);
  create({ parts: [{ name: "a", fixed: "1" }] });
  expect(
    patch({
      parts: [
        { name: "b", fixed: "2" },
        { name: "a", fixed: "1" },
      ],
    })["spec"],
  ).toMatchObject({ parts: [{ name: "b" }, { name: "a" }] });
  expect(refusal(() => patch({ parts: [{ name: "a", fixed: "2" }] })).message).toContain(
    'spec.parts[0].fixed: Invalid value: "string": fixed is fixed',
  );
});

test("reason, fieldPath and optionalOldSelf", () => {
  const { create, patch } = things({
    ...spec,
    "x-kubernetes-validations": [
      { rule: "self.count < 9", reason: "FieldValueForbidden", fieldPath: ".count" },
      { rule: "oldSelf.hasValue() || self.count == 0", optionalOldSelf: true, message: "begin with 0" },
    ],
  });
  expect(refusal(() => create({ count: 9 })).details?.causes).toEqual([
    { reason: "FieldValueForbidden", message: "Forbidden: failed rule: self.count < 9", field: "spec.count" },
    { reason: "FieldValueInvalid", message: 'Invalid value: "object": begin with 0', field: "spec" },
  ]);
  create({ count: 0 });
  expect(patch({ count: 5 })["spec"]).toEqual({ count: 5 });
});
