import { expect, test } from "vitest";
import type { KubeObject } from "@bellwether/core";
import type { ApiServer, JsonSchema } from "@bellwether/embedded";
import { named, refusal, startServer, typeOf, watching } from "./cluster.ts";

const widgetSchema: JsonSchema = {
  type: "object",
  required: ["spec"],
  properties: {
    spec: {
      type: "object",
      required: ["size"],
      "x-kubernetes-validations": [
        { rule: "self.size <= self.limit", message: "size must not exceed limit" },
        { rule: "self.size >= oldSelf.size", messageExpression: "'size may not shrink below ' + string(oldSelf.size)" },
      ],
      properties: {
        size: { type: "integer", minimum: 1, maximum: 9 },
        limit: { type: "integer", default: 5 },
        mode: { type: "string", enum: ["Fast", "Slow"], default: "Fast" },
        name: { type: "string", pattern: "^[a-z]+$", maxLength: 5 },
        share: { "x-kubernetes-int-or-string": true },
        note: { type: "string", nullable: true },
        free: { type: "object", "x-kubernetes-preserve-unknown-fields": true },
        parts: {
          type: "array",
          "x-kubernetes-list-type": "map",
          "x-kubernetes-list-map-keys": ["name"],
          items: {
            type: "object",
            required: ["name"],
            properties: { name: { type: "string" }, weight: { type: "integer", default: 1 } },
          },
        },
        template: {
          type: "object",
          "x-kubernetes-embedded-resource": true,
          "x-kubernetes-preserve-unknown-fields": true,
        },
      },
    },
    status: { type: "object", properties: { ready: { type: "integer" }, selector: { type: "string" } } },
  },
};

function definition(schema: JsonSchema = widgetSchema): KubeObject {
  const version = {
    served: true,
    schema: { openAPIV3Schema: schema },
    subresources: {
      status: {},
      scale: {
        specReplicasPath: ".spec.size",
        statusReplicasPath: ".status.ready",
        labelSelectorPath: ".status.selector",
      },
    },
  };
  return {
    apiVersion: "apiextensions.k8s.io/v1",
    kind: "CustomResourceDefinition",
    metadata: { name: "widgets.shop.example.com" },
    spec: {
      group: "shop.example.com",
      scope: "Namespaced",
      names: { plural: "widgets", kind: "Widget", shortNames: ["wd"], categories: ["all"] },
      versions: [
        {
          name: "v1",
          storage: true,
          ...version,
          additionalPrinterColumns: [{ name: "Size", type: "integer", jsonPath: ".spec.size" }],
        },
        { name: "v1alpha1", storage: false, ...version },
      ],
    },
  };
}

function widget(spec: Record<string, unknown>, name = "w"): KubeObject {
  return { apiVersion: "shop.example.com/v1", kind: "Widget", metadata: { name, namespace: "default" }, spec };
}

function withWidgets(): ApiServer {
  const server = startServer();
  server.create(
    typeOf(server, "apiextensions.k8s.io/v1", "CustomResourceDefinition"),
    { namespace: "", name: "" },
    definition(),
  );
  return server;
}

test("a CRD is established at once and serves its versions", () => {
  const server = withWidgets();
  const crd = server.get(typeOf(server, "apiextensions.k8s.io/v1", "CustomResourceDefinition"), {
    namespace: "",
    name: "widgets.shop.example.com",
  });
  expect(crd["status"]).toMatchObject({
    conditions: [
      { type: "NamesAccepted", status: "True" },
      { type: "Established", status: "True", reason: "InitialNamesAccepted" },
    ],
    acceptedNames: { plural: "widgets", singular: "widget", listKind: "WidgetList" },
    storedVersions: ["v1"],
  });
  expect(typeOf(server, "shop.example.com/v1", "Widget")).toMatchObject({
    singular: "widget",
    shortNames: ["wd"],
    subresources: ["status", "scale"],
    printerColumns: [{ name: "Size" }],
  });
  expect(typeOf(server, "shop.example.com/v1alpha1", "Widget").printerColumns).toMatchObject([{ name: "Age" }]);
});

test("defaults, pruning, preserved fields, null and versions", () => {
  const server = withWidgets();
  const v1 = typeOf(server, "shop.example.com/v1", "Widget");
  const warnings: string[] = [];
  const sent = widget({
    size: 2,
    mode: null,
    note: null,
    odd: 1,
    free: { any: { thing: true } },
    parts: [{ name: "a" }],
    share: "10%",
    template: { apiVersion: "v1", kind: "Pod", metadata: { labels: { a: "b" } }, spec: { deep: 1 } },
  });
  const created = server.create(v1, named(""), sent, { warn: (text) => warnings.push(text) });
  expect(created["spec"]).toEqual({
    size: 2,
    limit: 5,
    mode: "Fast",
    note: null,
    free: { any: { thing: true } },
    parts: [{ name: "a", weight: 1 }],
    share: "10%",
    template: { apiVersion: "v1", kind: "Pod", metadata: { labels: { a: "b" } }, spec: { deep: 1 } },
  });
  expect(warnings).toEqual(['unknown field "spec.odd"']);
  const old = server.get(typeOf(server, "shop.example.com/v1alpha1", "Widget"), named("w"));
  expect(old).toEqual({ ...created, apiVersion: "shop.example.com/v1alpha1" });
});

test.each([
  [{ size: "3" }, 'spec.size: Invalid value: "string": spec.size in body must be of type integer: "string"'],
  [{ size: 10, limit: 20 }, "spec.size: Invalid value: 10: spec.size in body should be less than or equal to 9"],
  [{ size: 0 }, "spec.size: Invalid value: 0: spec.size in body should be greater than or equal to 1"],
  [{}, "spec.size: Required value"],
  [{ size: 1, mode: "Odd" }, 'spec.mode: Unsupported value: "Odd": supported values: "Fast", "Slow"'],
  [{ size: 1, name: "A" }, "spec.name: Invalid value: \"A\": spec.name in body should match '^[a-z]+$'"],
  [{ size: 1, name: "abcdef" }, "spec.name: Too long: may not be more than 5 bytes"],
  [{ size: 1, parts: [{ name: "a" }, { name: "a" }] }, 'spec.parts[1]: Duplicate value: {"name":"a"}'],
  [{ size: 6 }, 'spec: Invalid value: "object": size must not exceed limit'],
])("a custom resource refuses %j", (spec, text) => {
  const server = withWidgets();
  const status = refusal(() => server.create(typeOf(server, "shop.example.com/v1", "Widget"), named(""), widget(spec)));
  expect(status).toMatchObject({
    code: 422,
    reason: "Invalid",
    message: `Widget.shop.example.com "w" is invalid: ${text}`,
  });
});

test("transition rules compare with the value before", () => {
  const server = withWidgets();
  const type = typeOf(server, "shop.example.com/v1", "Widget");
  server.create(type, named(""), widget({ size: 3 }));
  const resize = (size: number) => server.patch(type, named("w"), { type: "merge", body: { spec: { size } } });
  expect(resize(4).metadata.generation).toBe(2);
  expect(refusal(() => resize(2)).message).toContain("size may not shrink below 4");
});

test("status and scale", () => {
  const server = withWidgets();
  const type = typeOf(server, "shop.example.com/v1", "Widget");
  server.create(type, named(""), { ...widget({ size: 3 }), status: { ready: 9 } });
  const patch = (body: Record<string, unknown>, subresource: "status" | "scale") =>
    server.patch(type, named("w"), { type: "merge", body }, { subresource, fieldManager: "hpa" });
  expect(patch({ status: { ready: 2, selector: "app=w" }, spec: { size: 9 } }, "status")).toMatchObject({
    metadata: { generation: 1 },
    spec: { size: 3 },
  });
  expect(server.get(type, named("w"), { subresource: "scale" })).toMatchObject({
    apiVersion: "autoscaling/v1",
    kind: "Scale",
    metadata: { name: "w" },
    spec: { replicas: 3 },
    status: { replicas: 2, selector: "app=w" },
  });
  expect(patch({ spec: { replicas: 4 } }, "scale")["spec"]).toEqual({ replicas: 4 });
  const scaled = server.get(type, named("w"));
  expect(scaled).toMatchObject({ spec: { size: 4 }, metadata: { generation: 2 } });
  expect(scaled.metadata.managedFields).toContainEqual(
    expect.objectContaining({
      manager: "hpa",
      operation: "Update",
      subresource: "scale",
      fieldsV1: { "f:spec": { "f:size": {} } },
    }),
  );
  expect(refusal(() => patch({ metadata: { resourceVersion: "1" } }, "scale")).code).toBe(409);
});

test("strategic merge patches are an unsupported media type", () => {
  const server = withWidgets();
  const type = typeOf(server, "shop.example.com/v1", "Widget");
  server.create(type, named(""), widget({ size: 3 }));
  expect(refusal(() => server.patch(type, named("w"), { type: "strategic", body: {} }))).toMatchObject({
    code: 415,
    reason: "UnsupportedMediaType",
  });
});

test.each([
  [{ properties: {} }, "spec.validation.openAPIV3Schema.type: Required value: must not be empty at the root"],
  [
    { type: "object", properties: { spec: {} } },
    "spec.validation.openAPIV3Schema.properties[spec].type: Required value: must not be empty for specified object fields",
  ],
  [
    {
      type: "object",
      properties: {
        spec: {
          type: "array",
          "x-kubernetes-list-type": "map",
          "x-kubernetes-list-map-keys": ["a"],
          items: { type: "object", properties: { a: { type: "string" } } },
        },
      },
    },
    "properties[spec].items.properties[a].default: Required value: this property is in x-kubernetes-list-map-keys, so it must have a default or be a required property",
  ],
  [
    { type: "object", "x-kubernetes-validations": [{ rule: "self.(" }] },
    "x-kubernetes-validations[0].rule: Invalid value",
  ],
])("a CRD refuses the schema %j", (schema, text) => {
  const server = startServer();
  const type = typeOf(server, "apiextensions.k8s.io/v1", "CustomResourceDefinition");
  expect(
    refusal(() => server.create(type, { namespace: "", name: "" }, definition(schema as JsonSchema))).message,
  ).toContain(text);
});

test("a deleted CRD takes its objects along and waits for those with finalizers", () => {
  const server = withWidgets();
  const type = typeOf(server, "shop.example.com/v1", "Widget");
  const crds = typeOf(server, "apiextensions.k8s.io/v1", "CustomResourceDefinition");
  const key = { namespace: "", name: "widgets.shop.example.com" };
  server.create(type, named(""), widget({ size: 1 }, "plain"));
  const held = widget({ size: 1 }, "held");
  server.create(type, named(""), { ...held, metadata: { ...held.metadata, finalizers: ["example.com/hold"] } });
  const watch = watching(server, type, { resourceVersion: server.resourceVersion });
  server.delete(crds, key);
  expect(watch.texts).toEqual(["MODIFIED held", "DELETED plain"]);
  expect(server.get(crds, key).metadata.deletionTimestamp).toBeDefined();
  server.patch(type, named("held"), { type: "merge", body: { metadata: { finalizers: null } } });
  expect(refusal(() => server.get(crds, key)).code).toBe(404);
  expect(server.types.ofKind("shop.example.com/v1", "Widget")).toBeUndefined();
});

test("fields that no schema declares are owned one by one", () => {
  const server = withWidgets();
  const type = typeOf(server, "shop.example.com/v1", "Widget");
  const apply = (fieldManager: string, free: object) =>
    server.apply(type, named("w"), widget({ size: 1, free }), { fieldManager });
  apply("a", { deep: { x: 1 }, list: [1] });
  expect(apply("b", { deep: { y: 2 } })["spec"]).toMatchObject({ free: { deep: { x: 1, y: 2 }, list: [1] } });
  expect(refusal(() => apply("b", { deep: { x: 2 } })).details?.causes).toMatchObject([{ field: ".spec.free.deep.x" }]);
  expect(apply("a", {})["spec"]).toMatchObject({ free: { deep: { y: 2 } } });
});
