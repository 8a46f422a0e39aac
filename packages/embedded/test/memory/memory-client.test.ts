import { expect, test } from "vitest";
import {
  ApiUnreachable,
  isConflict,
  isExpired,
  isNotFound,
  mergePatchOn,
  type KubeClient,
  type WatchEvent,
} from "@bellwether/core";
import { ApiServer, memoryClient, type Interceptor, type MemoryRequest } from "@bellwether/embedded";
import { configMap, named, startServer, TestClock, typeOf } from "../api/cluster.ts";

const me = { fieldManager: "me" };

async function take(events: AsyncIterable<WatchEvent>, count: number): Promise<WatchEvent[]> {
  const taken: WatchEvent[] = [];
  for await (const event of events) {
    taken.push(event);
    if (taken.length === count) break;
  }
  return taken;
}

test("the port's methods", async () => {
  const server = startServer();
  const client: KubeClient = memoryClient(server);
  const type = await client.resolve("v1", "ConfigMap");
  if (type === undefined) throw new Error("ConfigMap is not served");
  expect(await client.resolve("v1", "Nothing")).toBeUndefined();
  const created = await client.create(type, configMap("a"), me);
  expect(Object.isFrozen(created)).toBe(true);
  expect(await client.get(type, named("a"))).toBe(created);
  expect((await client.list(type, { namespace: "default" })).items).toEqual([created]);
  const patched = await client.patch(type, named("a"), mergePatchOn(created, { data: { x: "1" } }), me);
  await expect(client.patch(type, named("a"), mergePatchOn(created, { data: { x: "2" } }), me)).rejects.toSatisfy(
    isConflict,
  );
  expect((await client.apply(type, configMap("a", { y: "1" }), me))["data"]).toEqual({ x: "1", y: "1" });
  await client.delete(type, named("a"), { uid: patched.metadata.uid ?? "" });
  await expect(client.get(type, named("a"))).rejects.toSatisfy(isNotFound);
});

test("a watch yields, ends with its signal or its time, and fails when it is too old", async () => {
  const clock = new TestClock();
  const server = new ApiServer({ clock, seed: 1 });
  const client = memoryClient(server);
  const type = typeOf(server, "v1", "ConfigMap");
  const { resourceVersion } = server;
  await client.create(type, configMap("a"), me);
  const abort = new AbortController();
  const events = client.watch(type, { resourceVersion, signal: abort.signal });
  expect(await take(events, 1)).toMatchObject([{ type: "ADDED", object: { metadata: { name: "a" } } }]);

  const open = take(client.watch(type, { resourceVersion: server.resourceVersion, signal: abort.signal }), 2);
  await client.create(type, configMap("b"), me);
  abort.abort();
  expect(await open).toMatchObject([{ type: "ADDED" }]);

  const timed = take(client.watch(type, { resourceVersion: server.resourceVersion, timeoutSeconds: 5 }), 9);
  await Promise.resolve();
  await Promise.resolve();
  clock.advance(5_000);
  expect(await timed).toEqual([]);

  server.compact();
  await expect(take(client.watch(type, { resourceVersion }), 1)).rejects.toSatisfy(isExpired);
});

test("an interceptor sees requests, refuses them, and loses answers", async () => {
  const server = startServer();
  const type = typeOf(server, "v1", "ConfigMap");
  const seen: MemoryRequest[] = [];
  let lost = false;
  const interceptor: Interceptor = {
    before: (request) => {
      seen.push(request);
      if (request.key?.name === "refused") throw new ApiUnreachable("down");
    },
    after: () => {
      if (lost) throw new ApiUnreachable("the answer was lost");
    },
  };
  const client = memoryClient(server, interceptor);
  await expect(client.create(type, configMap("refused"), me)).rejects.toThrow("down");
  lost = true;
  await expect(client.create(type, configMap("kept"), me)).rejects.toThrow("the answer was lost");
  expect(server.list(type).items.map(({ metadata }) => metadata.name)).toEqual(["kept"]);
  expect(seen).toMatchObject([
    { verb: "create", key: { name: "refused" }, fieldManager: "me" },
    { key: { name: "kept" } },
  ]);
});

test("an aborted request does nothing", async () => {
  const server = startServer();
  const client = memoryClient(server);
  const type = typeOf(server, "v1", "ConfigMap");
  await expect(client.create(type, configMap("a"), { ...me, signal: AbortSignal.abort() })).rejects.toBeInstanceOf(
    ApiUnreachable,
  );
  expect(server.list(type).items).toEqual([]);
});

test("the log keeps committed writes only", async () => {
  const server = startServer({ log: 100 });
  const client = memoryClient(server);
  const type = typeOf(server, "v1", "ConfigMap");
  const from = server.log.records.length;
  await client.create(type, configMap("a"), me);
  await client.patch(type, named("a"), { type: "merge", body: {} }, { fieldManager: "idle" });
  await client.create(type, configMap("dry"), { ...me, dryRun: true });
  await client.apply(type, configMap("a", { x: "1" }), { fieldManager: "gitops" });
  await client.delete(type, named("a"));
  expect(server.log.records.slice(from)).toMatchObject([
    { verb: "create", fieldManager: "me", key: named("a"), time: Date.parse("2026-11-24T12:00:00Z") },
    { verb: "apply", fieldManager: "gitops", before: {}, after: { data: { x: "1" } } },
    { verb: "delete", before: { data: { x: "1" } } },
  ]);
});
