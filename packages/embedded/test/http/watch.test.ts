import type { Faults } from "@bellwether/embedded";
import { expect, test } from "vitest";
import { configMap, named, typeOf } from "../api/cluster.ts";
import { serve, type ServedTest } from "./kit/served.ts";

const maps = "/api/v1/namespaces/default/configmaps";

function write({ api }: ServedTest, name: string): void {
  api.create(typeOf(api, "v1", "ConfigMap"), named(name), configMap(name));
}

test("headers come before the first event, and events as they happen", async () => {
  await using cluster = await serve();
  const watch = await cluster.client.watch(`${maps}?watch=1&resourceVersion=${cluster.api.resourceVersion}`);
  write(cluster, "a");
  const type = typeOf(cluster.api, "v1", "ConfigMap");
  cluster.api.patch(type, named("a"), { type: "merge", body: { data: { k: "v" } } });
  cluster.api.delete(type, named("a"));
  expect((await watch.next(3)).map((event) => event.type)).toEqual(["ADDED", "MODIFIED", "DELETED"]);
  watch.cancel();
});

test("a watch ends after timeoutSeconds, with a bookmark when asked for", async () => {
  await using cluster = await serve();
  const { api, client, clock } = cluster;
  const path = `${maps}?watch=true&resourceVersion=${api.resourceVersion}&timeoutSeconds=90`;
  const plain = await client.watch(path);
  const marked = await client.watch(`${path}&allowWatchBookmarks=true`);
  clock.advance(89_000);
  clock.advance(1_000);
  expect(await plain.rest()).toEqual([]);
  const bookmark = {
    type: "BOOKMARK",
    object: { kind: "ConfigMap", metadata: { resourceVersion: api.resourceVersion } },
  };
  expect(await marked.rest()).toMatchObject([bookmark, bookmark]);
});

test("a streaming list ends with a marked bookmark", async () => {
  await using cluster = await serve();
  write(cluster, "a");
  const query = "watch=1&sendInitialEvents=true&allowWatchBookmarks=true&resourceVersionMatch=NotOlderThan";
  const watch = await cluster.client.watch(`${maps}?${query}`);
  expect(await watch.next(2)).toMatchObject([
    { type: "ADDED", object: { metadata: { name: "a" } } },
    { type: "BOOKMARK", object: { metadata: { annotations: { "k8s.io/initial-events-end": "true" } } } },
  ]);
  watch.cancel();
});

test("a version that is too old is an ERROR event in a 200", async () => {
  await using cluster = await serve({ history: 2 });
  const { resourceVersion } = cluster.api;
  for (const name of ["a", "b", "c", "d", "e"]) write(cluster, name);
  const watch = await cluster.client.watch(`${maps}?watch=1&resourceVersion=${resourceVersion}`);
  expect(await watch.rest()).toMatchObject([
    { type: "ERROR", object: { kind: "Status", code: 410, reason: "Expired" } },
  ]);
});

test("a selector that cannot be read is an ordinary 400", async () => {
  await using cluster = await serve();
  const { status, json } = await cluster.client.send(`${maps}?watch=1&labelSelector=a%20b%20c`);
  expect([status, json["kind"]]).toEqual([400, "Status"]);
});

test("only the first table of a watch has headings", async () => {
  await using cluster = await serve();
  write(cluster, "a");
  const accept = "application/json;as=Table;g=meta.k8s.io;v=v1";
  const watch = await cluster.client.watch(`${maps}?watch=1`, { accept });
  write(cluster, "b");
  const [first, second] = await watch.next(2);
  expect(first?.object).toMatchObject({ kind: "Table", columnDefinitions: [{ name: "Name" }, {}, {}] });
  expect(second?.object).toMatchObject({ columnDefinitions: null, rows: [{ cells: ["b", 0, "0s"] }] });
  watch.cancel();
});

test("a watch of metadata has bookmarks of metadata", async () => {
  await using cluster = await serve();
  write(cluster, "a");
  const accept = "application/json;as=PartialObjectMetadata;g=meta.k8s.io;v=v1";
  const watch = await cluster.client.watch(`${maps}?watch=1&allowWatchBookmarks=true&timeoutSeconds=9`, { accept });
  cluster.clock.advance(9_000);
  const kind = "PartialObjectMetadata";
  expect(await watch.rest()).toMatchObject([
    { type: "ADDED", object: { kind, metadata: { name: "a" } } },
    { type: "BOOKMARK", object: { kind, metadata: { resourceVersion: cluster.api.resourceVersion } } },
  ]);
});

test("a reader that cannot be served is cut off, and the write goes through", async () => {
  const faults: Faults = {
    onWatchEvent: () => {
      throw new Error("broken hook");
    },
  };
  await using cluster = await serve({ faults });
  const watch = await cluster.client.watch(`${maps}?watch=1`);
  write(cluster, "a");
  expect(await watch.rest()).toEqual([]);
  expect((await cluster.client.send(`${maps}/a`)).status).toBe(200);
});

test("a client that leaves is forgotten", async () => {
  await using cluster = await serve();
  const watch = await cluster.client.watch(`${maps}?watch=1&allowWatchBookmarks=true`);
  watch.cancel();
  await watch.rest();
  write(cluster, "a");
  expect((await cluster.client.send(`${maps}/a`)).status).toBe(200);
});
