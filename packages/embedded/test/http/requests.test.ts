import { expect, test } from "vitest";
import { configMap, deployment, named, typeOf } from "../api/cluster.ts";
import { getOverHttp1 } from "./kit/raw-client.ts";
import { serve } from "./kit/served.ts";

const maps = "/api/v1/namespaces/default/configmaps";
const deployments = "/apis/apps/v1/namespaces/default/deployments";

test("HTTP/2 and HTTP/1.1 on one port, with the settings of a real server", async () => {
  await using cluster = await serve();
  const { status, headers } = await cluster.client.send("/version");
  expect([status, headers["content-type"]]).toEqual([200, "application/json"]);
  expect(await getOverHttp1(cluster.served, "/version")).toMatchObject({ status: 200, version: "1.1" });
});

test("only the probes answer without the token", async () => {
  await using cluster = await serve();
  const strangers = { headers: { authorization: "Bearer other" } };
  expect(await cluster.client.send("/readyz", strangers)).toMatchObject({ status: 200, text: "ok" });
  const refused = await cluster.client.send(maps, strangers);
  expect(refused.status).toBe(401);
  expect(refused.json).toMatchObject({ kind: "Status", status: "Failure", reason: "Unauthorized", code: 401 });
});

test.each([
  ["an unknown path", "GET", "/metrics", 404],
  ["an unknown resource", "GET", "/apis/apps/v1/nothings", 404],
  ["a cluster-scoped type in a namespace", "GET", "/api/v1/namespaces/default/nodes", 404],
  ["an unknown subresource", "GET", `${deployments}/a/nothing`, 404],
  ["OpenAPI v2", "GET", "/openapi/v2", 404],
  ["a PUT of a collection", "PUT", maps, 405],
  ["a POST of an object", "POST", `${maps}/a`, 405],
  ["a DELETE of a status", "DELETE", `${deployments}/a/status`, 405],
  ["a GET where only POST is served", "GET", "/apis/authorization.k8s.io/v1/subjectaccessreviews", 405],
])("%s", async (_what, method, path, status) => {
  await using cluster = await serve();
  const answer = await cluster.client.send(path, { method, ...(method !== "GET" && { body: "{}" }) });
  expect(answer.status).toBe(status);
  if (status === 405) expect(answer.json).toMatchObject({ kind: "Status", reason: "MethodNotAllowed" });
  else expect(answer.text).toBe("404 page not found\n");
});

test("media types that are not understood", async () => {
  await using cluster = await serve();
  const { client } = cluster;
  const accept = await client.send(maps, { headers: { accept: "application/vnd.kubernetes.protobuf" } });
  expect(accept.json).toMatchObject({ code: 406, reason: "NotAcceptable" });
  const post = await client.send(maps, { method: "POST", body: "a", headers: { "content-type": "text/plain" } });
  expect(post.json).toMatchObject({ code: 415, reason: "UnsupportedMediaType" });
  const patch = await client.send(`${maps}/a`, { method: "PATCH", body: "{}" });
  expect(patch.json).toMatchObject({
    code: 415,
    message: expect.stringContaining("application/strategic-merge-patch+json"),
  });
});

test("bodies that are broken, empty or too large", async () => {
  await using cluster = await serve();
  const post = (body: string) => cluster.client.send(maps, { method: "POST", body });
  expect((await post("{")).json).toMatchObject({ code: 400, reason: "BadRequest" });
  expect((await post("[]")).json).toMatchObject({ code: 400 });
  expect((await post("")).json).toMatchObject({ code: 400, message: "the request has no body" });
  expect((await post("x".repeat(3 * 1024 * 1024 + 1))).json).toMatchObject({
    code: 413,
    reason: "RequestEntityTooLarge",
    message: "Request entity too large: limit is 3145728",
  });
});

test("a create answers 201, with what the path implies filled in and text escaped as Go does", async () => {
  await using cluster = await serve();
  const body = JSON.stringify({ metadata: { name: "a" }, data: { text: "<&>\u2028" } });
  const { status, json, text } = await cluster.client.send(maps, { method: "POST", body });
  expect(status).toBe(201);
  expect(json).toMatchObject({ apiVersion: "v1", kind: "ConfigMap", metadata: { name: "a", namespace: "default" } });
  expect(text).toContain('{"text":"\\u003c\\u0026\\u003e\\u2028"}');
});

test("YAML goes in and out", async () => {
  await using cluster = await serve();
  const headers = { "content-type": "application/yaml", accept: "application/yaml" };
  const made = await cluster.client.send(maps, {
    method: "POST",
    headers,
    body: "metadata: {name: a}\ndata: {k: v}\n",
  });
  expect(made.headers["content-type"]).toBe("application/yaml");
  expect(made.text).toContain("data:\n  k: v\n");
});

test("an apply creates with 201 and changes with 200", async () => {
  await using cluster = await serve();
  const headers = { "content-type": "application/apply-patch+yaml" };
  const apply = (query: string, value: string) =>
    cluster.client.send(`${maps}/a${query}`, { method: "PATCH", headers, body: `data: {k: "${value}"}` });
  expect((await apply("?fieldManager=me", "1")).status).toBe(201);
  expect((await apply("?fieldManager=me", "2")).status).toBe(200);
  expect((await apply("?fieldManager=other", "3")).json).toMatchObject({
    code: 409,
    details: { causes: [{ reason: "FieldManagerConflict", field: ".data.k" }] },
  });
  expect((await apply("?fieldManager=other&force=true", "3")).status).toBe(200);
  expect((await apply("", "4")).json).toMatchObject({ code: 422, message: expect.stringContaining("fieldManager") });
});

test("the field manager is the first part of the user agent, unless one is named", async () => {
  await using cluster = await serve();
  const managers = async (path: string): Promise<unknown> => {
    const headers = { "user-agent": "tool/v1 (linux)" };
    const body = JSON.stringify({ metadata: { generateName: "a-" }, data: { k: "v" } });
    const { json } = await cluster.client.send(path, { method: "POST", headers, body });
    return (json["metadata"] as { managedFields: { manager: string }[] }).managedFields.map(({ manager }) => manager);
  };
  expect(await managers(maps)).toEqual(["tool"]);
  expect(await managers(`${maps}?fieldManager=me`)).toEqual(["me"]);
});

test("unknown fields are warned of, refused or let pass", async () => {
  await using cluster = await serve();
  const body = JSON.stringify({ ...deployment("a"), nope: 1 });
  const post = (validation: string) =>
    cluster.client.send(`${deployments}?dryRun=All&fieldValidation=${validation}`, { method: "POST", body });
  expect((await post("Warn")).headers["warning"]).toBe('299 - "unknown field \\"nope\\""');
  expect((await post("Ignore")).headers["warning"]).toBeUndefined();
  expect((await post("Strict")).status).toBe(400);
  expect((await post("Sometimes")).json).toMatchObject({ code: 400 });
  expect((await cluster.client.send(`${deployments}/a`)).status).toBe(404);
});

test("the scale and status subresources", async () => {
  await using cluster = await serve();
  const { api, client } = cluster;
  api.create(typeOf(api, "apps/v1", "Deployment"), named("a"), deployment("a", { replicas: 2 }));
  expect((await client.send(`${deployments}/a/scale`)).json).toMatchObject({
    apiVersion: "autoscaling/v1",
    kind: "Scale",
    spec: { replicas: 2 },
  });
  const merge = { method: "PATCH", headers: { "content-type": "application/merge-patch+json" } };
  const scaled = await client.send(`${deployments}/a/scale`, { ...merge, body: '{"spec":{"replicas":5}}' });
  expect(scaled.json).toMatchObject({ kind: "Scale", spec: { replicas: 5 } });
  const body = '{"spec":{"replicas":9},"status":{"replicas":4}}';
  const status = await client.send(`${deployments}/a/status`, { ...merge, body });
  expect(status.json).toMatchObject({ kind: "Deployment", spec: { replicas: 5 }, status: { replicas: 4 } });
});

test("a deletion answers what became of the object, by options of body and query", async () => {
  await using cluster = await serve();
  const { api, client } = cluster;
  const type = typeOf(api, "v1", "ConfigMap");
  const made = api.create(type, named("a"), configMap("a", {}, { finalizers: ["example.com/hold"] }));
  const wrong = JSON.stringify({ preconditions: { uid: "other" } });
  expect((await client.send(`${maps}/a`, { method: "DELETE", body: wrong })).status).toBe(409);
  expect((await client.send(`${maps}/a?dryRun=All`, { method: "DELETE" })).status).toBe(200);
  expect((await client.send(`${maps}/a?propagationPolicy=Never`, { method: "DELETE" })).status).toBe(400);
  const held = await client.send(`${maps}/a`, { method: "DELETE" });
  expect(held.json).toMatchObject({ kind: "ConfigMap", metadata: { deletionTimestamp: expect.any(String) } });
  api.patch(type, named("a"), { type: "merge", body: { metadata: { finalizers: null } } });
  expect((await client.send(`${maps}/a`)).status).toBe(404);
  api.create(type, named("b"), configMap("b"));
  const gone = await client.send(`${maps}/b`, { method: "DELETE" });
  expect(gone.json).toMatchObject({ kind: "Status", status: "Success", details: { name: "b", kind: "configmaps" } });
  expect(made.metadata.uid).not.toBe(undefined);
});

test("lists as objects, as a table and as metadata", async () => {
  await using cluster = await serve();
  const { api, client, clock } = cluster;
  api.create(typeOf(api, "v1", "ConfigMap"), named("a"), configMap("a", { k: "v" }));
  clock.advance(90_000);
  const as = (kind: string) => ({ headers: { accept: `application/json;as=${kind};g=meta.k8s.io;v=v1` } });
  expect((await client.send(maps)).json).toMatchObject({
    kind: "ConfigMapList",
    metadata: { resourceVersion: api.resourceVersion },
    items: [{ kind: "ConfigMap", data: { k: "v" } }],
  });
  expect((await client.send(maps, as("Table"))).json).toMatchObject({
    kind: "Table",
    columnDefinitions: [{ name: "Name", format: "name" }, { name: "Data" }, { name: "Age" }],
    rows: [{ cells: ["a", 1, "90s"], object: { kind: "PartialObjectMetadata", metadata: { name: "a" } } }],
  });
  const { json } = await client.send(maps, as("PartialObjectMetadataList"));
  expect(json).toMatchObject({ kind: "PartialObjectMetadataList", items: [{ metadata: { name: "a" } }] });
  expect(json["items"]).not.toMatchObject([{ data: {} }]);
});

test("the logs of a pod are empty, those of no pod are not found", async () => {
  await using cluster = await serve();
  const { api, client } = cluster;
  const spec = { containers: [{ name: "web", image: "web:1" }] };
  api.create(typeOf(api, "v1", "Pod"), named("a"), { apiVersion: "v1", kind: "Pod", metadata: { name: "a" }, spec });
  expect(await client.send("/api/v1/namespaces/default/pods/a/log")).toMatchObject({ status: 200, text: "" });
  expect((await client.send("/api/v1/namespaces/default/pods/b/log")).status).toBe(404);
});
