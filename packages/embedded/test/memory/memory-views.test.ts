import { expect, test } from "vitest";
import type { KubeObject, ObjectChange } from "@bellwether/core";
import { memoryViews } from "@bellwether/embedded";
import { configMap, named, startServer, typeOf } from "../api/cluster.ts";

function owned(name: string, uid: string): KubeObject {
  return configMap(
    name,
    {},
    { ownerReferences: [{ apiVersion: "v1", kind: "ConfigMap", name: "owner", uid, controller: true }] },
  );
}

test("a view is current inside the write that its listener makes", () => {
  const server = startServer();
  const type = typeOf(server, "v1", "ConfigMap");
  const view = memoryViews(server).of(type);
  const told: string[] = [];
  view.subscribe(({ type: change, object }) => {
    told.push(`${change} ${object.metadata.name}`);
    if (change !== "added") return;
    server.patch(type, named("a"), { type: "merge", body: { data: { x: "1" } } });
    expect(view.get(named("a"))?.["data"]).toEqual({ x: "1" });
    expect(view.list("default")[0]?.["data"]).toEqual({ x: "1" });
  });
  server.create(type, named(""), configMap("a"));
  server.delete(type, named("a"));
  expect(told).toEqual(["added a", "modified a", "deleted a"]);
  expect(view.get(named("a"))).toBeUndefined();
});

test("a change carries what was before", () => {
  const server = startServer();
  const type = typeOf(server, "v1", "ConfigMap");
  const before = server.create(type, named(""), configMap("a"));
  const changes: ObjectChange[] = [];
  memoryViews(server)
    .of(type)
    .subscribe((change) => changes.push(change));
  const after = server.patch(type, named("a"), { type: "merge", body: { data: { x: "1" } } });
  expect(changes).toEqual([{ type: "modified", object: after, previous: before }]);
});

test("objects of a controller, of a namespace, of a label", () => {
  const server = startServer();
  const type = typeOf(server, "v1", "ConfigMap");
  const views = memoryViews(server);
  server.create(type, named(""), owned("b", "u1"));
  server.create(type, named(""), owned("a", "u1"));
  server.create(type, named(""), configMap("c", {}, { labels: { app: "x" } }));
  const names = (objects: readonly KubeObject[]) => objects.map(({ metadata }) => metadata.name);
  expect(names(views.of(type).owned("u1"))).toEqual(["a", "b"]);
  server.delete(type, named("a"));
  server.patch(type, named("b"), { type: "merge", body: { metadata: { ownerReferences: null } } });
  expect(views.of(type).owned("u1")).toEqual([]);
  expect(names(views.of(type, { labelSelector: "app=x" }).list())).toEqual(["c"]);
  expect(views.of(type, { labelSelector: "app=x" }).get(named("b"))).toBeUndefined();
  expect(views.of(type, { namespace: "kube-system" }).list()).toEqual([]);
  expect(views.of(type).list("kube-system")).toEqual([]);
});

test("a view of a type that is not served yet comes alive with its CRD", async () => {
  const server = startServer();
  const views = memoryViews(server);
  const type = { group: "example.com", version: "v1", kind: "Thing", plural: "things", namespaced: true };
  const view = views.of(type);
  expect(view).toMatchObject({ hasSynced: false, trouble: "the server does not serve things" });
  const synced = view.synced();
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
        versions: [{ name: "v1", served: true, storage: true, schema: { openAPIV3Schema: { type: "object" } } }],
      },
    },
  );
  await synced;
  const changes: string[] = [];
  view.subscribe(({ type: change }) => changes.push(change));
  server.create(type, named(""), {
    apiVersion: "example.com/v1",
    kind: "Thing",
    metadata: { name: "t", namespace: "default" },
  });
  expect(changes).toEqual(["added"]);
  expect(view).toMatchObject({ hasSynced: true, trouble: undefined });
});
