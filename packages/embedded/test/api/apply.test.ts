import { expect, test } from "vitest";
import type { KubeObject } from "@bellwether/core";
import { ApiServer } from "@bellwether/embedded";
import { configMap, deployment, named, refusal, startServer, TestClock, typeOf } from "./cluster.ts";

type Fields = Record<string, unknown>;

function applier(server: ApiServer, apiVersion = "apps/v1", kind = "Deployment") {
  const type = typeOf(server, apiVersion, kind);
  return (fieldManager: string, object: KubeObject, options: { force?: boolean; subresource?: string } = {}) =>
    server.apply(type, { namespace: "default", name: object.metadata.name ?? "" }, object, {
      fieldManager,
      ...options,
    });
}

function partial(spec: Fields, metadata: Fields = {}): KubeObject {
  return {
    apiVersion: "apps/v1",
    kind: "Deployment",
    metadata: { name: "web", namespace: "default", ...metadata },
    spec,
  };
}

function ownership(object: KubeObject): Record<string, unknown> {
  return Object.fromEntries(
    (object.metadata.managedFields ?? []).map(({ manager, operation, subresource, fieldsV1 }) => [
      [manager, operation, subresource].filter(Boolean).join("/"),
      fieldsV1,
    ]),
  );
}

test("an update owns every field that it adds, spelled as the real server spells them", () => {
  const server = startServer();
  const created = server.create(typeOf(server, "apps/v1", "Deployment"), named(""), deployment("web"), {
    fieldManager: "kubectl-create",
  });
  expect(created.metadata.managedFields).toEqual([
    {
      apiVersion: "apps/v1",
      fieldsType: "FieldsV1",
      manager: "kubectl-create",
      operation: "Update",
      time: "2026-11-24T12:00:00Z",
      fieldsV1: {
        "f:metadata": { "f:labels": { ".": {}, "f:app": {} } },
        "f:spec": {
          "f:progressDeadlineSeconds": {},
          "f:replicas": {},
          "f:revisionHistoryLimit": {},
          "f:selector": {},
          "f:strategy": { "f:rollingUpdate": { ".": {}, "f:maxSurge": {}, "f:maxUnavailable": {} }, "f:type": {} },
          "f:template": {
            "f:metadata": { "f:labels": { ".": {}, "f:app": {} } },
            "f:spec": {
              "f:containers": {
                'k:{"name":"web"}': {
                  ".": {},
                  "f:image": {},
                  "f:imagePullPolicy": {},
                  "f:name": {},
                  "f:resources": {},
                  "f:terminationMessagePath": {},
                  "f:terminationMessagePolicy": {},
                },
              },
              "f:dnsPolicy": {},
              "f:restartPolicy": {},
              "f:schedulerName": {},
              "f:securityContext": {},
              "f:terminationGracePeriodSeconds": {},
            },
          },
        },
      },
    },
  ]);
});

test("an apply creates, and owns what it sent", () => {
  const apply = applier(startServer());
  const created = apply("gitops", deployment("web", { replicas: 3 }));
  expect(created["spec"]).toMatchObject({ replicas: 3, progressDeadlineSeconds: 600 });
  expect(ownership(created)).toEqual({
    "gitops/Apply": {
      "f:metadata": { "f:labels": { "f:app": {} } },
      "f:spec": {
        "f:replicas": {},
        "f:selector": {},
        "f:template": {
          "f:metadata": { "f:labels": { "f:app": {} } },
          "f:spec": { "f:containers": { 'k:{"name":"web"}': { ".": {}, "f:image": {}, "f:name": {} } } },
        },
      },
    },
  });
});

test("a second manager owns what nobody owned; the first keeps hands off it", () => {
  const apply = applier(startServer());
  apply("gitops", deployment("web"));
  expect(ownership(apply("bellwether", partial({ paused: true })))["bellwether/Apply"]).toEqual({
    "f:spec": { "f:paused": {} },
  });
  const again = apply("gitops", deployment("web"));
  expect(again["spec"]).toMatchObject({ paused: true });
  const conflict = refusal(() => apply("gitops", deployment("web", { paused: false })));
  expect(conflict).toMatchObject({
    code: 409,
    reason: "Conflict",
    message: 'Apply failed with 1 conflict: conflict with "bellwether": .spec.paused',
    details: {
      causes: [{ reason: "FieldManagerConflict", message: 'conflict with "bellwether"', field: ".spec.paused" }],
    },
  });
  const forced = apply("gitops", deployment("web", { paused: false }), { force: true });
  expect(forced["spec"]).toMatchObject({ paused: false });
  expect(ownership(forced)).not.toHaveProperty("bellwether/Apply");
});

test("shared fields stay while one owner is left; given up by all, the default comes back", () => {
  const apply = applier(startServer());
  apply("a", deployment("web", { replicas: 4 }));
  apply("b", partial({ replicas: 4 }));
  expect(apply("a", deployment("web"))["spec"]).toMatchObject({ replicas: 4 });
  expect(apply("b", partial({}))["spec"]).toMatchObject({ replicas: 1 });
});

test("an autoscaler's write through scale is named in the conflict", () => {
  const server = startServer();
  const apply = applier(server);
  apply("gitops", deployment("web", { replicas: 2 }));
  const type = typeOf(server, "apps/v1", "Deployment");
  server.patch(
    type,
    named("web"),
    { type: "merge", body: { spec: { replicas: 5 } } },
    { subresource: "scale", fieldManager: "autoscaler" },
  );
  const { details } = refusal(() => apply("gitops", deployment("web", { replicas: 3 })));
  expect(details?.causes).toEqual([
    {
      reason: "FieldManagerConflict",
      message: 'conflict with "autoscaler" with subresource "scale" using apps/v1',
      field: ".spec.replicas",
    },
  ]);
  expect(apply("gitops", deployment("web"))["spec"]).toMatchObject({ replicas: 5 });
});

test("list items are owned by key, and removed with everything in them", () => {
  const server = startServer();
  const apply = applier(server);
  const containers = (...names: string[]) => ({
    template: {
      metadata: { labels: { app: "web" } },
      spec: { containers: names.map((name) => ({ name, image: `${name}:1` })) },
    },
  });
  apply("a", deployment("web", containers("web", "helper")));
  const wrong = refusal(() =>
    apply("b", partial({ template: { spec: { containers: [{ name: "web", image: "other:2" }] } } })),
  );
  expect(wrong.details?.causes?.[0]?.field).toBe('.spec.template.spec.containers[name="web"].image');
  apply(
    "b",
    partial({
      template: {
        spec: {
          containers: [
            { name: "web", ports: [{ containerPort: 80 }] },
            { name: "sidecar", image: "s:1" },
          ],
        },
      },
    }),
  );
  const names = (object: KubeObject) =>
    (object["spec"] as { template: { spec: { containers: { name: string }[] } } }).template.spec.containers.map(
      ({ name }) => name,
    );
  expect(names(apply("a", deployment("web", containers("web"))))).toEqual(["web", "sidecar"]);
});

test("keys of several fields, sets and atomic lists", () => {
  const server = startServer();
  const apply = applier(server, "v1", "Service");
  const service = (spec: Fields, metadata: Fields = {}): KubeObject => ({
    apiVersion: "v1",
    kind: "Service",
    metadata: { name: "s", namespace: "default", ...metadata },
    spec,
  });
  apply("a", service({ selector: { app: "x" }, ports: [{ name: "t", port: 53 }] }, { finalizers: ["a.io/x"] }));
  const both = apply("b", service({ ports: [{ name: "u", port: 53, protocol: "UDP" }] }, { finalizers: ["b.io/y"] }));
  expect(both["spec"]).toMatchObject({
    ports: [
      { name: "t", protocol: "TCP" },
      { name: "u", protocol: "UDP" },
    ],
  });
  expect(both.metadata.finalizers).toEqual(["a.io/x", "b.io/y"]);
  expect(ownership(both)["b/Apply"]).toEqual({
    "f:metadata": { "f:finalizers": { 'v:"b.io/y"': {} } },
    "f:spec": {
      "f:ports": { 'k:{"port":53,"protocol":"UDP"}': { ".": {}, "f:name": {}, "f:port": {}, "f:protocol": {} } },
    },
  });
  expect(refusal(() => apply("b", service({ selector: { app: "y" } }))).details?.causes?.[0]?.field).toBe(
    ".spec.selector",
  );
  expect(apply("a", service({ selector: { app: "x" }, ports: [{ name: "t", port: 53 }] })).metadata.finalizers).toEqual(
    ["b.io/y"],
  );
});

test("an update takes fields over from an applier", () => {
  const server = startServer();
  const apply = applier(server, "v1", "ConfigMap");
  const type = typeOf(server, "v1", "ConfigMap");
  apply("a", configMap("c", { x: "1", y: "1" }));
  const after = server.patch(
    type,
    named("c"),
    { type: "merge", body: { data: { x: "2" } } },
    { fieldManager: "editor" },
  );
  expect(ownership(after)).toEqual({
    "a/Apply": { "f:data": { "f:y": {} } },
    "editor/Update": { "f:data": { "f:x": {} } },
  });
});

test("an apply that changes nothing keeps the version", () => {
  const apply = applier(startServer());
  const created = apply("a", deployment("web"));
  expect(apply("a", deployment("web"))).toBe(created);
});

test("status is applied through its own door", () => {
  const server = startServer();
  const apply = applier(server);
  const condition = { type: "bellwether.dev/Held", status: "True", reason: "r", message: "m" };
  expect(
    refusal(() => apply("b", { ...partial({}), status: { conditions: [condition] } }, { subresource: "status" })).code,
  ).toBe(404);
  apply("a", { ...deployment("web"), status: { replicas: 3 } });
  const after = apply(
    "b",
    { ...partial({ replicas: 9 }), status: { conditions: [condition] } },
    { subresource: "status" },
  );
  expect(after).toMatchObject({
    metadata: { generation: 1 },
    spec: { replicas: 1 },
    status: { conditions: [condition] },
  });
  expect(after["status"]).not.toHaveProperty("replicas");
  expect(Object.keys(ownership(after))).toEqual(["a/Apply", "b/Apply/status"]);
});

test("refusals of an apply", () => {
  const apply = applier(startServer());
  expect(refusal(() => apply("a", partial({ replicas: 1 }))).code).toBe(422);
  expect(refusal(() => apply("a", partial({}, { uid: "gone" })))).toMatchObject({
    code: 409,
    message: expect.stringContaining(
      "uid mismatch: the provided object specified uid gone, and no existing object was found",
    ),
  });
  const { metadata } = apply("a", deployment("web"));
  expect(refusal(() => apply("a", deployment("web", {}, { resourceVersion: "1" })))).toMatchObject({
    code: 409,
    message: expect.stringContaining("the object has been modified"),
  });
  expect(
    apply("a", deployment("web", {}, { resourceVersion: metadata.resourceVersion, uid: metadata.uid })).metadata
      .resourceVersion,
  ).toBe(metadata.resourceVersion);
  expect(refusal(() => apply("", deployment("web")))).toMatchObject({
    code: 422,
    message: expect.stringContaining("fieldManager: Required value"),
  });
  expect(refusal(() => apply("a", deployment("web", {}, { managedFields: [] })))).toMatchObject({
    code: 400,
    message: "metadata.managedFields must be nil",
  });
  expect(refusal(() => apply("a", deployment("web", { nope: 1 })))).toMatchObject({
    code: 500,
    message:
      "failed to create typed patch object (default/web; apps/v1, Kind=Deployment): .spec.nope: field not declared in schema",
  });
});

test("the time of an owner is that of its latest change", () => {
  const clock = new TestClock();
  const server = new ApiServer({ clock, seed: 1 });
  const type = typeOf(server, "v1", "ConfigMap");
  const times = (object: KubeObject) =>
    (object.metadata.managedFields ?? []).map(({ manager, time }) => `${manager} ${time?.slice(17, 19)}`);
  const patch = (x: string) =>
    server.patch(type, named("c"), { type: "merge", body: { data: { x } } }, { fieldManager: "m" });
  const apply = applier(server, "v1", "ConfigMap");
  apply("a", configMap("c", { y: "1" }));
  clock.advance(1_000);
  expect(times(patch("1"))).toEqual(["a 00", "m 01"]);
  clock.advance(1_000);
  const patched = patch("2");
  expect(times(patched)).toEqual(["a 00", "m 02"]);
  clock.advance(1_000);
  expect(apply("a", configMap("c", { y: "1" }))).toBe(patched);
  expect(times(apply("a", configMap("c", { y: "2" })))).toEqual(["a 03", "m 02"]);
});
