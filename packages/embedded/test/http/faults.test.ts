import { connect } from "node:http2";
import { type Faults, type RequestFault, serveCluster, type WatchFault } from "@bellwether/embedded";
import { expect, test } from "vitest";
import { configMap, named, typeOf } from "../api/cluster.ts";
import { RawClient } from "./kit/raw-client.ts";
import { serve } from "./kit/served.ts";

const maps = "/api/v1/namespaces/default/configmaps";
const post = { method: "POST", body: JSON.stringify(configMap("a")) };

function onWrites(fault: RequestFault): Faults {
  return { onRequest: ({ method }) => (method === "POST" ? fault : undefined) };
}

test("a refusal has a Status and Retry-After", async () => {
  await using cluster = await serve({ faults: onWrites({ type: "refuse", code: 429, retryAfterSeconds: 3 }) });
  const { status, headers, json } = await cluster.client.send(maps, post);
  expect([status, headers["retry-after"]]).toEqual([429, "3"]);
  expect(json).toMatchObject({ reason: "TooManyRequests", details: { retryAfterSeconds: 3 } });
});

test("a dropped request did nothing, a lost answer did", async () => {
  for (const [type, found] of [
    ["drop", 404],
    ["loseAnswer", 200],
  ] as const) {
    await using cluster = await serve({ faults: onWrites({ type }) });
    await expect(cluster.client.send(maps, post)).rejects.toThrow();
    expect((await cluster.client.send(`${maps}/a`)).status).toBe(found);
  }
});

test("a delayed request is carried out after the delay", async () => {
  await using cluster = await serve({ faults: onWrites({ type: "delay", milliseconds: 5_000 }) });
  const made = cluster.client.send(maps, post);
  expect((await cluster.client.send(`${maps}/a`)).status).toBe(404);
  cluster.clock.advance(5_000);
  expect((await made).status).toBe(201);
});

test.each<[WatchFault, number]>([
  ["cut", 0],
  ["expire", 1],
])("a watch that is %s at the second event", async (fault, errors) => {
  const faults: Faults = {
    onWatchEvent: (_request, event) => ("object" in event && event.object.metadata.name === "b" ? fault : undefined),
  };
  await using cluster = await serve({ faults });
  const watch = await cluster.client.watch(`${maps}?watch=1`);
  const type = typeOf(cluster.api, "v1", "ConfigMap");
  for (const name of ["a", "b"]) cluster.api.create(type, named(name), configMap(name));
  const [first, ...rest] = await watch.rest();
  expect(first).toMatchObject({ type: "ADDED", object: { metadata: { name: "a" } } });
  expect(rest.map((event) => event.type)).toEqual(errors === 1 ? ["ERROR"] : []);
  expect(watch.resetCode() === 0).toBe(errors === 1);
});

test("a silent watch stays open and says nothing more", async () => {
  let silent = false;
  await using cluster = await serve({ faults: { onWatchEvent: () => (silent ? "silence" : undefined) } });
  const watch = await cluster.client.watch(`${maps}?watch=1&timeoutSeconds=60`);
  const type = typeOf(cluster.api, "v1", "ConfigMap");
  cluster.api.create(type, named("a"), configMap("a"));
  await watch.next(1);
  silent = true;
  cluster.api.create(type, named("b"), configMap("b"));
  silent = false;
  cluster.api.create(type, named("c"), configMap("c"));
  cluster.clock.advance(60_000);
  expect(await watch.rest()).toEqual([]);
});

test("a server that comes back on its port with its identity is the same cluster", async () => {
  const { api, clock, served, client } = await serve();
  await client.send(maps, post);
  await client[Symbol.asyncDispose]();
  await served[Symbol.asyncDispose]();
  const { port, identity } = served;
  await using again = await serveCluster(api, { clock, port, identity });
  await using sameClient = new RawClient(served);
  expect(again.url).toBe(served.url);
  expect((await sameClient.send(`${maps}/a`)).status).toBe(200);
});

test("dropped connections end what is under way, and new ones are taken", async () => {
  await using cluster = await serve();
  const watch = await cluster.client.watch(`${maps}?watch=1`);
  cluster.served.dropConnections();
  expect(await watch.rest()).toEqual([]);
  await using next = new RawClient(cluster.served);
  expect((await next.send(maps)).status).toBe(200);
});

test("a client that does not trust the certificate is turned away", async () => {
  await using cluster = await serve();
  const session = connect(cluster.served.url);
  const error = await new Promise<Error>((resolve) => session.once("error", resolve));
  expect(error.message).toMatch(/certificate/);
});
