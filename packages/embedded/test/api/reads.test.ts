import { expect, test } from "vitest";
import type { KubeObject } from "@bellwether/core";
import { ApiServer, type ListRequest } from "@bellwether/embedded";
import { configMap, deployment, named, refusal, startServer, TestClock, typeOf, watching } from "./cluster.ts";

function filled(count: number, options: { history?: number } = {}) {
  const server = startServer(options);
  const type = typeOf(server, "v1", "ConfigMap");
  for (let i = 0; i < count; i++)
    server.create(
      type,
      named(""),
      configMap(
        `c${i}`,
        {},
        { labels: { n: String(i), parity: i % 2 === 0 ? "even" : "odd", ...(i === 0 ? { first: "" } : {}) } },
      ),
    );
  const names = (request: ListRequest) => server.list(type, request).items.map(({ metadata }) => metadata.name);
  return { server, type, names };
}

const everything = ["c0", "c1", "c2", "c3", "c4"];

test.each([
  ["parity=even", ["c0", "c2", "c4"]],
  ["parity==even,n!=0", ["c2", "c4"]],
  ["n in (1, 3),parity", ["c1", "c3"]],
  ["n notin (0,1)", ["c2", "c3", "c4"]],
  ["!first", ["c1", "c2", "c3", "c4"]],
  ["first", ["c0"]],
  ["absent!=x", everything],
  ["", everything],
])("label selector %j", (labelSelector, expected) => {
  expect(filled(5).names({ labelSelector })).toEqual(expected);
});

test("field selectors know names and the fields of the kind", () => {
  const { server, names, type } = filled(3);
  expect(names({ fieldSelector: "metadata.name=c1" })).toEqual(["c1"]);
  expect(names({ fieldSelector: "metadata.name!=c1,metadata.namespace=default" })).toEqual(["c0", "c2"]);
  expect(refusal(() => server.list(type, { fieldSelector: "data.x=1" }))).toMatchObject({
    code: 400,
    message: expect.stringContaining('"data.x" is not a known field selector'),
  });
  expect(refusal(() => server.list(type, { labelSelector: "a=b=c," })).code).toBe(400);
  const pods = typeOf(server, "v1", "Pod");
  server.create(pods, named(""), {
    apiVersion: "v1",
    kind: "Pod",
    metadata: { name: "p", namespace: "default" },
    spec: { nodeName: "n1", containers: [{ name: "c", image: "i:1" }] },
  });
  expect(server.list(pods, { fieldSelector: "spec.nodeName=n1,status.phase=Pending" }).items).toHaveLength(1);
});

test("pages show one revision", () => {
  const { server, type } = filled(5);
  const first = server.list(type, { limit: 2 });
  expect(first).toMatchObject({
    remainingItemCount: 3,
    items: [{ metadata: { name: "c0" } }, { metadata: { name: "c1" } }],
  });
  server.create(type, named(""), configMap("c2a"));
  server.delete(type, named("c3"));
  server.patch(type, named("c4"), { type: "merge", body: { data: { late: "1" } } });
  const rest = server.list(type, { limit: 9, continue: first.continue ?? "" });
  expect(rest.resourceVersion).toBe(first.resourceVersion);
  expect(rest.items.map(({ metadata }) => metadata.name)).toEqual(["c2", "c3", "c4"]);
  expect(rest.items[2]?.["data"]).toBeUndefined();
  expect(rest.continue).toBeUndefined();
  expect(server.list(type, { limit: 2, labelSelector: "parity" })).not.toHaveProperty("remainingItemCount");
  expect(server.list(type, { limit: 2, resourceVersion: "0" }).items).toHaveLength(5);
});

test("refusals of a list", () => {
  const { server, type } = filled(5);
  const { continue: token = "" } = server.list(type, { limit: 2 });
  expect(refusal(() => server.list(type, { continue: token, resourceVersion: "5" }))).toMatchObject({
    code: 400,
    message: "specifying resource version is not allowed when using continue",
  });
  expect(refusal(() => server.list(type, { continue: "broken" })).code).toBe(400);
  expect(refusal(() => server.list(type, { resourceVersion: "999999" }))).toMatchObject({
    code: 504,
    reason: "Timeout",
    details: { causes: [{ reason: "ResourceVersionTooLarge" }] },
  });
  expect(refusal(() => server.list(type, { resourceVersionMatch: "Exact" })).code).toBe(422);
  server.create(type, named(""), configMap("later"));
  server.compact();
  expect(refusal(() => server.list(type, { resourceVersion: "6", resourceVersionMatch: "Exact" }))).toMatchObject({
    code: 410,
    reason: "Expired",
    message: "The resourceVersion for the provided list is too old.",
  });
  expect(server.list(type, { resourceVersion: "6", resourceVersionMatch: "NotOlderThan" }).items).toHaveLength(6);
  const expired = refusal(() => server.list(type, { limit: 2, continue: token }));
  expect(expired).toMatchObject({ code: 410, reason: "Expired" });
  const rest = server.list(type, { continue: expired.metadata["continue"] as string });
  expect(rest.items.map(({ metadata }) => metadata.name)).toEqual(["c2", "c3", "c4", "later"]);
});

test("a watch goes on from a revision, in order", () => {
  const { server, type } = filled(1);
  const { resourceVersion } = server;
  server.create(type, named(""), configMap("a"));
  const watch = watching(server, type, { resourceVersion });
  server.patch(type, named("a"), { type: "merge", body: { data: { x: "1" } } });
  server.delete(type, named("a"));
  expect(watch.texts).toEqual(["ADDED a", "MODIFIED a", "DELETED a"]);
  const versions = watch.events.map((event) =>
    Number(event.type === "BOOKMARK" ? 0 : event.object.metadata.resourceVersion),
  );
  expect(versions).toEqual([1, 2, 3].map((step) => Number(resourceVersion) + step));
  watch.stop();
  server.create(type, named(""), configMap("b"));
  expect(watch.texts).toHaveLength(3);
});

test("entering and leaving a selection are ADDED and DELETED", () => {
  const { server, type } = filled(0);
  const watch = watching(server, type, { resourceVersion: server.resourceVersion, labelSelector: "app=x" });
  const label = (app: string) =>
    server.patch(type, named("c"), { type: "merge", body: { metadata: { labels: { app } } } });
  server.create(type, named(""), configMap("c"));
  label("x");
  label("y");
  label("x");
  server.delete(type, named("c"));
  expect(watch.texts).toEqual(["ADDED c", "DELETED c", "ADDED c", "DELETED c"]);
  const left = watch.events[1] as { object: KubeObject };
  expect(left.object.metadata).toMatchObject({ labels: { app: "x" } });
});

test("a revision that history no longer reaches is expired, on a quiet kind it is not", () => {
  const { server, type } = filled(0, { history: 3 });
  const start = server.resourceVersion;
  for (let i = 0; i < 10; i++) server.create(type, named(""), configMap(`h${i}`));
  const watch = watching(server, type, { resourceVersion: start });
  expect(watch.errors).toMatchObject([
    { code: 410, reason: "Expired", message: expect.stringMatching(/^too old resource version: \d+ \(\d+\)$/) },
  ]);
  expect(watching(server, typeOf(server, "v1", "Secret"), { resourceVersion: start }).errors).toEqual([]);
});

test("initial events end with a bookmark, and a quiet watch hears of its revision every minute", () => {
  const clock = new TestClock();
  const server = new ApiServer({ clock, seed: 1 });
  const type = typeOf(server, "v1", "ConfigMap");
  server.create(type, named(""), configMap("a"));
  const watch = watching(server, type, {
    sendInitialEvents: true,
    allowWatchBookmarks: true,
    resourceVersionMatch: "NotOlderThan",
  });
  expect(watch.events).toMatchObject([
    { type: "ADDED" },
    { type: "BOOKMARK", resourceVersion: server.resourceVersion, initialEventsEnd: true },
  ]);
  server.create(typeOf(server, "v1", "Secret"), named(""), {
    apiVersion: "v1",
    kind: "Secret",
    metadata: { name: "s", namespace: "default" },
  });
  clock.advance(60_000);
  expect(watch.events[2]).toEqual({
    type: "BOOKMARK",
    resourceVersion: server.resourceVersion,
    initialEventsEnd: false,
  });
  watch.stop();
  clock.advance(120_000);
  expect(watch.events).toHaveLength(3);
  expect(refusal(() => watching(server, type, { sendInitialEvents: true })).code).toBe(422);
});

test("what a listener writes is told to everybody after what it was told of", () => {
  const { server, type } = filled(0);
  const seen: string[] = [];
  const sink = (name: string, act: (text: string) => void) => ({
    event: (event: { type: string; object?: KubeObject }) => {
      seen.push(`${name} ${event.type}`);
      act(event.type);
    },
    error: () => undefined,
  });
  const { resourceVersion } = server;
  server.watch(
    type,
    { resourceVersion },
    sink(
      "first",
      (text) => text === "ADDED" && server.patch(type, named("a"), { type: "merge", body: { data: { x: "1" } } }),
    ),
  );
  server.watch(
    type,
    { resourceVersion },
    sink("second", () => undefined),
  );
  server.create(type, named(""), configMap("a"));
  expect(seen).toEqual(["first ADDED", "second ADDED", "first MODIFIED", "second MODIFIED"]);
});

test("both event groups show the same events", () => {
  const server = startServer();
  const core = typeOf(server, "v1", "Event");
  server.create(core, named(""), {
    apiVersion: "v1",
    kind: "Event",
    metadata: { name: "e", namespace: "default" },
    involvedObject: { kind: "Pod", name: "p", namespace: "default" },
    reason: "Started",
    message: "hello",
    type: "Normal",
    count: 2,
  });
  expect(server.get(typeOf(server, "events.k8s.io/v1", "Event"), named("e"))).toMatchObject({
    apiVersion: "events.k8s.io/v1",
    regarding: { name: "p" },
    note: "hello",
    deprecatedCount: 2,
  });
  expect(server.list(core, { fieldSelector: "involvedObject.name=p" }).items).toHaveLength(1);
});

test("a scale can be read of what can be scaled", () => {
  const server = startServer();
  const deployments = typeOf(server, "apps/v1", "Deployment");
  server.create(deployments, named(""), deployment("web", { replicas: 2 }));
  expect(server.get(deployments, named("web"), { subresource: "scale" })).toMatchObject({
    spec: { replicas: 2 },
    status: { replicas: 0, selector: "app=web" },
  });
  expect(
    refusal(() => server.get(typeOf(server, "v1", "ConfigMap"), named("web"), { subresource: "scale" })).code,
  ).toBe(404);
});
