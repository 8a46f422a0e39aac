import type { ApiServer } from "@bellwether/embedded";
import { expect, test } from "vitest";
import { typeOf } from "../api/cluster.ts";
import { serve } from "./kit/served.ts";

interface Version {
  readonly name: string;
  readonly columns?: readonly object[];
}

/** Installs `things.example.com` in the versions given; the last is stored. */
function install(api: ApiServer, versions: readonly Version[]): void {
  const names = { plural: "things", singular: "thing", kind: "Thing", shortNames: ["th"], categories: ["all"] };
  const served = versions.map(({ name, columns = [] }, at) => ({
    name,
    served: true,
    storage: at === versions.length - 1,
    additionalPrinterColumns: columns,
    subresources: { status: {} },
    schema: { openAPIV3Schema: { type: "object", "x-kubernetes-preserve-unknown-fields": true } },
  }));
  api.create(
    typeOf(api, "apiextensions.k8s.io/v1", "CustomResourceDefinition"),
    { namespace: "", name: "" },
    {
      apiVersion: "apiextensions.k8s.io/v1",
      kind: "CustomResourceDefinition",
      metadata: { name: "things.example.com" },
      spec: { group: "example.com", scope: "Namespaced", names, versions: served },
    },
  );
}

test("groups, the stable version preferred", async () => {
  await using cluster = await serve();
  install(
    cluster.api,
    ["v1alpha2", "v1beta1", "v2", "v1", "v2beta3"].map((name) => ({ name })),
  );
  const { json } = await cluster.client.send("/apis/example.com");
  expect(json).toMatchObject({ kind: "APIGroup", name: "example.com", preferredVersion: { version: "v2" } });
  const versions = (json["versions"] as { version: string }[]).map(({ version }) => version);
  expect(versions).toEqual(["v2", "v1", "v2beta3", "v1beta1", "v1alpha2"]);
  const { json: all } = await cluster.client.send("/apis");
  expect(all["groups"]).toContainEqual(expect.objectContaining({ name: "example.com" }));
  expect((await cluster.client.send("/api")).json).toMatchObject({ kind: "APIVersions", versions: ["v1"] });
  expect((await cluster.client.send("/apis/nothing.com")).status).toBe(404);
});

test("resources with their subresources", async () => {
  await using cluster = await serve();
  const resources = async (path: string): Promise<Map<string, object>> => {
    const { json } = await cluster.client.send(path);
    return new Map((json["resources"] as { name: string }[]).map((resource) => [resource.name, resource]));
  };
  const apps = await resources("/apis/apps/v1");
  expect(apps.get("deployments")).toMatchObject({ kind: "Deployment", shortNames: ["deploy"], categories: ["all"] });
  expect(apps.get("deployments/status")).toMatchObject({ kind: "Deployment", verbs: ["get", "patch", "update"] });
  expect(apps.get("deployments/scale")).toMatchObject({ kind: "Scale", group: "autoscaling", version: "v1" });
  const core = await resources("/api/v1");
  expect(core.get("pods/eviction")).toMatchObject({ kind: "Eviction", group: "policy", verbs: ["create"] });
  expect(core.get("pods/log")).toMatchObject({ kind: "Pod", verbs: ["get"] });
  expect(core.get("namespaces")).toMatchObject({ namespaced: false });
});

test("OpenAPI documents change with their types only", async () => {
  await using cluster = await serve();
  const urls = async (): Promise<Record<string, string>> => {
    const { json } = await cluster.client.send("/openapi/v3");
    const paths = Object.entries(json["paths"] as Record<string, { serverRelativeURL: string }>);
    return Object.fromEntries(paths.map(([path, { serverRelativeURL }]) => [path, serverRelativeURL]));
  };
  const before = await urls();
  install(cluster.api, [{ name: "v1" }]);
  const { "apis/example.com/v1": added, ...others } = await urls();
  expect(others).toEqual(before);
  const { json } = await cluster.client.send(added ?? "");
  expect(json).toMatchObject({
    openapi: "3.0.0",
    paths: {
      "/apis/example.com/v1/namespaces/{namespace}/things/{name}": {
        patch: {
          parameters: expect.arrayContaining([expect.objectContaining({ name: "fieldValidation", in: "query" })]),
        },
      },
    },
    components: {
      schemas: {
        "com.example.v1.Thing": {
          "x-kubernetes-group-version-kind": [{ group: "example.com", version: "v1", kind: "Thing" }],
        },
        "io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta": { type: "object" },
      },
    },
  });
});

test("every reference of every document leads to a schema in it", async () => {
  await using cluster = await serve();
  const { json: index } = await cluster.client.send("/openapi/v3");
  for (const path of Object.keys(index["paths"] as object)) {
    const { text, json } = await cluster.client.send(`/openapi/v3/${path}`);
    const { schemas } = json["components"] as { schemas: object };
    const named = [...text.matchAll(/"#\/components\/schemas\/([^"]+)"/g)].map(([, name]) => name);
    expect(named.filter((name) => !((name ?? "") in schemas))).toEqual([]);
  }
});

test("custom resources show the columns of their definition", async () => {
  await using cluster = await serve();
  const { api, client, clock } = cluster;
  const columns = [
    { name: "Size", type: "integer", jsonPath: ".spec.size" },
    { name: "Share", type: "number", jsonPath: ".spec.share" },
    { name: "On", type: "boolean", jsonPath: ".spec.on" },
    { name: "Parts", type: "string", jsonPath: ".spec.parts", priority: 1 },
    { name: "Since", type: "date", jsonPath: ".spec.since" },
  ];
  install(api, [{ name: "v1", columns }]);
  const type = typeOf(api, "example.com/v1", "Thing");
  const since = new Date(clock.now() - 3_600_000 * 5).toISOString();
  const specs = {
    full: { size: 3, share: 0.5, on: true, parts: { a: 1 }, since },
    wrong: { size: "3", since: "soon" },
    none: {},
  };
  for (const [name, spec] of Object.entries(specs)) {
    api.create(
      type,
      { namespace: "default", name },
      { apiVersion: "example.com/v1", kind: "Thing", metadata: { name }, spec },
    );
  }
  const headers = { accept: "application/json;as=Table;g=meta.k8s.io;v=v1" };
  const { json } = await client.send("/apis/example.com/v1/namespaces/default/things", { headers });
  expect(json["columnDefinitions"]).toMatchObject([
    { name: "Name" },
    ...columns.map(({ name, type }) => ({ name, type })),
  ]);
  expect((json["rows"] as { cells: unknown[] }[]).map(({ cells }) => cells)).toEqual([
    ["full", 3, 0.5, true, '{"a":1}', "5h"],
    ["none", null, null, null, null, null],
    ["wrong", null, null, null, null, "<invalid>"],
  ]);
});
