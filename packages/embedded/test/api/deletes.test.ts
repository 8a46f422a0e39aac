import { expect, test } from "vitest";
import type { KubeObject } from "@bellwether/core";
import { ApiServer } from "@bellwether/embedded";
import { configMap, named, refusal, startServer, TestClock, typeOf, watching } from "./cluster.ts";

function pod(name: string, spec: Record<string, unknown> = {}): KubeObject {
  return {
    apiVersion: "v1",
    kind: "Pod",
    metadata: { name, namespace: "default" },
    spec: { containers: [{ name: "c", image: "i:1" }], ...spec },
  };
}

test("preconditions of a delete", () => {
  const server = startServer();
  const type = typeOf(server, "v1", "ConfigMap");
  const { metadata } = server.create(type, named(""), configMap("c"));
  expect(refusal(() => server.delete(type, named("c"), { resourceVersion: "1" })).message).toContain(
    `the ResourceVersion in the precondition (1) does not match the ResourceVersion in record (${metadata.resourceVersion})`,
  );
  expect(refusal(() => server.delete(type, named("c"), { uid: "x" }))).toMatchObject({ code: 409, reason: "Conflict" });
  expect(server.delete(type, named("c"), { dryRun: true }).gone).toBe(true);
  expect(server.delete(type, named("c"), { uid: metadata.uid ?? "" }).gone).toBe(true);
  expect(refusal(() => server.delete(type, named("c"))).code).toBe(404);
});

test("a finalizer keeps a deleted object, and nobody may add one", () => {
  const server = startServer();
  const type = typeOf(server, "v1", "ConfigMap");
  server.create(type, named(""), configMap("c", {}, { finalizers: ["a.io/x"] }));
  const { object, gone } = server.delete(type, named("c"));
  expect(gone).toBe(false);
  expect(object.metadata).toMatchObject({ deletionTimestamp: "2026-11-24T12:00:00Z", deletionGracePeriodSeconds: 0 });
  const again = server.delete(type, named("c"));
  expect(again.object.metadata.resourceVersion).toBe(object.metadata.resourceVersion);
  const patch = (finalizers: string[]) =>
    server.patch(type, named("c"), { type: "merge", body: { metadata: { finalizers } } });
  expect(refusal(() => patch(["a.io/x", "b.io/y"]))).toMatchObject({
    code: 422,
    message: expect.stringContaining(
      'no new finalizers can be added if the object is being deleted, found new finalizers []string{"b.io/y"}',
    ),
  });
  patch([]);
  expect(refusal(() => server.get(type, named("c"))).code).toBe(404);
});

test.each([
  ["Foreground", ["a.io/x", "foregroundDeletion"]],
  ["Orphan", ["a.io/x", "orphan"]],
  ["Background", ["a.io/x"]],
] as const)("propagation %s is a finalizer for the garbage collector", (propagation, finalizers) => {
  const server = startServer();
  const type = typeOf(server, "v1", "ConfigMap");
  server.create(type, named(""), configMap("c", {}, { finalizers: ["a.io/x"] }));
  expect(server.delete(type, named("c"), { propagation }).object.metadata.finalizers).toEqual(finalizers);
});

test("a running pod gets its grace period, one without a node is gone at once", () => {
  const server = new ApiServer({ clock: new TestClock(), seed: 1 });
  const type = typeOf(server, "v1", "Pod");
  server.create(type, named(""), pod("idle"));
  server.create(type, named(""), pod("busy", { terminationGracePeriodSeconds: 7, nodeName: "n" }));
  expect(server.delete(type, named("idle")).gone).toBe(true);
  const { object, gone } = server.delete(type, named("busy"));
  expect(gone).toBe(false);
  expect(object.metadata).toMatchObject({ deletionTimestamp: "2026-11-24T12:00:07Z", deletionGracePeriodSeconds: 7 });
  expect(server.delete(type, named("busy"), { gracePeriodSeconds: 0 }).gone).toBe(true);
});

test("a binding places a pod, an eviction deletes it", () => {
  const server = startServer();
  const type = typeOf(server, "v1", "Pod");
  server.create(type, named(""), pod("p"));
  server.create(
    type,
    named("p"),
    { apiVersion: "v1", kind: "Binding", metadata: { name: "p" }, target: { kind: "Node", name: "n1" } },
    { subresource: "binding" },
  );
  expect(server.get(type, named("p"))["spec"]).toMatchObject({ nodeName: "n1" });
  server.create(
    type,
    named("p"),
    { apiVersion: "policy/v1", kind: "Eviction", metadata: { name: "p" } },
    { subresource: "eviction" },
  );
  expect(server.get(type, named("p")).metadata.deletionTimestamp).toBeDefined();
});

test("a binding may also be posted by itself", () => {
  const server = startServer();
  const pods = typeOf(server, "v1", "Pod");
  server.create(pods, named(""), pod("p"));
  const binding = {
    apiVersion: "v1",
    kind: "Binding",
    metadata: { name: "p", namespace: "default" },
    target: { kind: "Node", name: "n1" },
  };
  server.create(typeOf(server, "v1", "Binding"), named(""), binding);
  expect(server.get(pods, named("p"))["spec"]).toMatchObject({ nodeName: "n1" });
});

test("a namespace terminates: no new content, and it goes when it is finalized", () => {
  const server = startServer();
  const namespaces = typeOf(server, "v1", "Namespace");
  const type = typeOf(server, "v1", "ConfigMap");
  const key = { namespace: "", name: "team" };
  const made = server.create(namespaces, key, { apiVersion: "v1", kind: "Namespace", metadata: { name: "team" } });
  expect(made).toMatchObject({
    metadata: { labels: { "kubernetes.io/metadata.name": "team" } },
    spec: { finalizers: ["kubernetes"] },
    status: { phase: "Active" },
  });
  expect(server.delete(namespaces, key)).toMatchObject({ gone: false, object: { status: { phase: "Terminating" } } });
  const late = configMap("late", {}, { namespace: "team" });
  expect(refusal(() => server.create(type, { namespace: "team", name: "" }, late))).toMatchObject({
    code: 403,
    reason: "Forbidden",
    message:
      'configmaps "late" is forbidden: unable to create new content in namespace team because it is being terminated',
    details: { causes: [{ reason: "NamespaceTerminating" }] },
  });
  server.patch(namespaces, key, { type: "merge", body: { spec: { finalizers: [] } } }, { subresource: "finalize" });
  expect(refusal(() => server.get(namespaces, key)).code).toBe(404);
});

test("a collection is deleted by selection", () => {
  const server = startServer();
  const type = typeOf(server, "v1", "ConfigMap");
  for (const app of ["a", "a", "b"])
    server.create(type, named(""), configMap("", {}, { name: undefined, generateName: `${app}-`, labels: { app } }));
  const watch = watching(server, type, { resourceVersion: server.resourceVersion });
  expect(server.deleteCollection(type, { namespace: "default", labelSelector: "app=a" }).items).toHaveLength(2);
  expect(watch.events.map(({ type }) => type)).toEqual(["DELETED", "DELETED"]);
  expect(server.list(type).items).toHaveLength(1);
});
