import { ApiError, ApiUnreachable, isConflict, isExpired, type WatchEvent } from "@bellwether/core";
import { fixedCredentials, httpClient } from "@bellwether/kubernetes";
import { describe, expect, onTestFinished, test } from "vitest";
import { realClock, VirtualClock } from "./kit/clocks.ts";
import { answer, type FakeApiServer, type FakeApiServerOptions, fakeApiServer, send } from "./kit/fake-api-server.ts";
import { configMap, configMaps, deployments, pods } from "./kit/objects.ts";

const key = { namespace: "default", name: "a" };

async function setUp(
  options: FakeApiServerOptions & Partial<Parameters<typeof httpClient>[0]> = {},
): Promise<{ fake: FakeApiServer; client: ReturnType<typeof httpClient> }> {
  const fake = await fakeApiServer(options);
  const client = httpClient({
    server: fake.server,
    credentials: fixedCredentials({ tls: { ca: fake.ca }, headers: { authorization: "Bearer secret" } }),
    clock: realClock,
    ...options,
  });
  onTestFinished(async () => {
    await client[Symbol.asyncDispose]();
    await fake[Symbol.asyncDispose]();
  });
  return { fake, client };
}

describe("requests", () => {
  test("go over HTTP/2 with path, query, body and authorization of the verb", async () => {
    const { fake, client } = await setUp({ handle: (_, response) => answer(response, 200, configMap("a", 1)) });
    await client.get(configMaps, key);
    await client.create(configMaps, configMap("a", ""), { fieldManager: "m", dryRun: true });
    await client.apply(configMaps, configMap("a", ""), { fieldManager: "m", force: true, subresource: "status" });
    await client.patch(deployments, key, { type: "merge", body: { spec: null } }, { fieldManager: "m" });
    await client.patch(deployments, key, { type: "json", body: [] }, { fieldManager: "m", subresource: "scale" });
    await client.create(pods, configMap("a", ""), { fieldManager: "m", subresource: "eviction" });
    await client.delete(configMaps, key, { uid: "u", propagation: "Orphan" });
    expect(
      fake.received.map(({ method, path, query, headers }) => [
        method,
        path,
        query.toString(),
        headers["content-type"],
      ]),
    ).toEqual([
      ["GET", "/api/v1/namespaces/default/configmaps/a", "", undefined],
      ["POST", "/api/v1/namespaces/default/configmaps", "fieldManager=m&dryRun=All", "application/json"],
      [
        "PATCH",
        "/api/v1/namespaces/default/configmaps/a/status",
        "fieldManager=m&force=true",
        "application/apply-patch+yaml",
      ],
      ["PATCH", "/apis/apps/v1/namespaces/default/deployments/a", "fieldManager=m", "application/merge-patch+json"],
      [
        "PATCH",
        "/apis/apps/v1/namespaces/default/deployments/a/scale",
        "fieldManager=m",
        "application/json-patch+json",
      ],
      ["POST", "/api/v1/namespaces/default/pods/a/eviction", "fieldManager=m", "application/json"],
      ["DELETE", "/api/v1/namespaces/default/configmaps/a", "", "application/json"],
    ]);
    expect(new Set(fake.received.map(({ httpVersion }) => httpVersion))).toEqual(new Set(["2.0"]));
    expect(fake.received[0]?.headers["authorization"]).toBe("Bearer secret");
    expect(JSON.parse(fake.received[3]?.body ?? "")).toEqual({ spec: null });
    expect(JSON.parse(fake.received[6]?.body ?? "")).toMatchObject({
      preconditions: { uid: "u" },
      propagationPolicy: "Orphan",
    });
    expect(fake.connections()).toBe(1);
  });

  test("list fills in what the items of built-in kinds lack", async () => {
    const { client } = await setUp({
      handle: (_, response) =>
        answer(response, 200, {
          metadata: { resourceVersion: "7", continue: "more" },
          items: [{ metadata: { name: "a" } }],
        }),
    });
    expect(await client.list(configMaps, { limit: 1 })).toEqual({
      resourceVersion: "7",
      continue: "more",
      items: [{ apiVersion: "v1", kind: "ConfigMap", metadata: { name: "a" } }],
    });
  });

  test("an answer that is no success is an ApiError with the server's Status", async () => {
    const status = { kind: "Status", code: 409, reason: "Conflict", message: "changed" };
    const { client } = await setUp({ handle: (_, response) => answer(response, 409, status) });
    const error = await client.get(configMaps, key).catch((error: unknown) => error);
    expect(isConflict(error)).toBe(true);
    expect(error).toMatchObject({ message: "changed", reason: "Conflict" });
  });

  test("plain text is an ApiError too", async () => {
    const { client } = await setUp({ handle: (_, response) => answer(response, 404, "404 page not found\n") });
    await expect(client.get(configMaps, key)).rejects.toMatchObject({ code: 404, reason: "NotFound" });
  });

  test("a read waits as long as Retry-After says, a write hands it to its caller", async () => {
    let busy = 2;
    const { fake, client } = await setUp({
      handle: (_, response) =>
        busy-- > 0 ? answer(response, 429, "busy", { "retry-after": "0" }) : answer(response, 200, configMap("a", 1)),
    });
    await client.get(configMaps, key);
    expect(fake.received).toHaveLength(3);
    busy = 1;
    const write = client.patch(configMaps, key, { type: "merge", body: {} }, { fieldManager: "m" });
    await expect(write).rejects.toMatchObject({ code: 429, status: { details: { retryAfterSeconds: 0 } } });
    expect(fake.received).toHaveLength(4);
  });

  test("a request without an answer times out on the given clock, and the next one dials anew", async () => {
    const clock = new VirtualClock();
    let silent = true;
    const asked = Promise.withResolvers<void>();
    const { fake, client } = await setUp({
      clock,
      requestMs: 5_000,
      handle: (_, response) => (silent ? asked.resolve() : answer(response, 200, configMap("a", 1))),
    });
    const request = client.get(configMaps, key);
    const outcome = expect(request).rejects.toThrow(/^GET \/api\/v1\/.*: no answer within 5 s$/);
    await asked.promise;
    await clock.advance(5_000);
    await outcome;
    await expect(request).rejects.toBeInstanceOf(ApiUnreachable);
    silent = false;
    await client.get(configMaps, key);
    expect(fake.connections()).toBe(2);
  });

  test("a refused connection and an unknown CA are told apart in words", async () => {
    const { fake, client } = await setUp();
    const stranger = httpClient({ server: fake.server, credentials: fixedCredentials(), clock: realClock });
    await expect(stranger.get(configMaps, key)).rejects.toThrow(/certificate is not signed by the configured CA/);
    await stranger[Symbol.asyncDispose]();
    await fake[Symbol.asyncDispose]();
    await expect(client.get(configMaps, key)).rejects.toThrow(/the connection was refused/);
  });

  test("an abort is no answer", async () => {
    const { client } = await setUp({ handle: () => {} });
    const signal = AbortSignal.abort(new Error("stopping"));
    await expect(client.get(configMaps, key, { signal })).rejects.toThrow(/stopping/);
    await expect(client.get(configMaps, key, { signal })).rejects.toBeInstanceOf(ApiUnreachable);
  });

  test("a read survives a connection that the server closed under it, a write does not repeat", async () => {
    let drop = true;
    const { fake, client } = await setUp({
      handle: (_, response) => {
        if (drop) response.stream.session?.destroy();
        else answer(response, 200, configMap("a", 1));
        drop = false;
      },
    });
    await client.get(configMaps, key);
    expect(fake.received).toHaveLength(2);
    drop = true;
    const write = client.patch(configMaps, key, { type: "merge", body: {} }, { fieldManager: "m" });
    await expect(write).rejects.toBeInstanceOf(ApiUnreachable);
    expect(fake.received).toHaveLength(3);
  });
});

test("requests keep to the rate limit in order of arrival", async () => {
  const clock = new VirtualClock();
  const { fake, client } = await setUp({
    clock,
    rateLimit: { perSecond: 10, burst: 2 },
    handle: (_, response) => answer(response, 200, configMap("a", 1)),
  });
  const names = ["first", "second", "third", "fourth"];
  const requests = names.map((name) => client.get(configMaps, { namespace: "default", name }));
  await Promise.all(requests.slice(0, 2));
  await clock.advance(99);
  expect(fake.received).toHaveLength(2);
  await clock.advance(1);
  await requests[2];
  expect(fake.received.map(({ path }) => path.split("/").at(-1))).toEqual(names.slice(0, 3));
  await clock.advance(100);
  await requests[3];
});

test("events leave half of the burst to other requests", async () => {
  const clock = new VirtualClock();
  const { fake, client } = await setUp({
    clock,
    rateLimit: { perSecond: 10, burst: 4 },
    handle: (_, response) => answer(response, 200, configMap("a", 1)),
  });
  const events = { group: "events.k8s.io", version: "v1", kind: "Event", plural: "events", namespaced: true };
  const told = [1, 2, 3].map(() => client.create(events, configMap("a", ""), { fieldManager: "m" }));
  await Promise.all(told.slice(0, 2));
  await Promise.all([client.get(configMaps, key), client.get(configMaps, key)]);
  expect(fake.received.map(({ method }) => method)).toEqual(["POST", "POST", "GET", "GET"]);
  await clock.advance(299);
  expect(fake.received).toHaveLength(4);
  await clock.advance(1);
  await told[2];
});

test("a kind is looked up once, and again a little later when it was not served", async () => {
  const clock = new VirtualClock();
  const served = [{ name: "deployments", kind: "Deployment", namespaced: true }];
  const { fake, client } = await setUp({
    clock,
    handle: (_, response) =>
      answer(response, 200, { resources: [{ name: "deployments/scale", kind: "Scale", namespaced: true }, ...served] }),
  });
  expect(await client.resolve("apps/v1", "Deployment")).toEqual(deployments);
  expect(await client.resolve("apps/v1", "Scale")).toBeUndefined();
  served.push({ name: "nodes", kind: "Node", namespaced: false });
  expect(await client.resolve("apps/v1", "Node")).toBeUndefined();
  expect(fake.received).toHaveLength(1);
  await clock.advance(2_000);
  expect(await client.resolve("apps/v1", "Node")).toMatchObject({ plural: "nodes", namespaced: false });
  expect(await client.resolve("apps/v1", "Deployment")).toEqual(deployments);
  expect(fake.received.map(({ path }) => path)).toEqual(["/apis/apps/v1", "/apis/apps/v1"]);
});

describe("watches", () => {
  async function collect(events: AsyncIterable<WatchEvent>, into: WatchEvent[]): Promise<void> {
    for await (const event of events) into.push(event);
  }

  test("begin with a bookmark, show events and bookmarks, and end quietly", async () => {
    const { fake, client } = await setUp({
      handle: (_, response) => {
        send(response, "ADDED", configMap("a", 11, { annotations: { odd: "line\u2028separator" } }));
        send(response, "BOOKMARK", { metadata: { resourceVersion: "12" } });
        response.end();
      },
    });
    const events: WatchEvent[] = [];
    await collect(client.watch(configMaps, { resourceVersion: "10", timeoutSeconds: 300 }), events);
    expect(events).toEqual([
      { type: "BOOKMARK", resourceVersion: "10" },
      { type: "ADDED", object: configMap("a", 11, { annotations: { odd: "line\u2028separator" } }) },
      { type: "BOOKMARK", resourceVersion: "12" },
    ]);
    expect(fake.received[0]?.query.toString()).toBe(
      "resourceVersion=10&timeoutSeconds=300&watch=true&allowWatchBookmarks=true",
    );
  });

  test("throw an ERROR event as ApiError", async () => {
    const { client } = await setUp({
      handle: (_, response) => {
        send(response, "ERROR", { kind: "Status", code: 410, reason: "Expired", message: "too old" });
        response.end();
      },
    });
    const error = await collect(client.watch(configMaps, { resourceVersion: "1" }), []).catch(
      (error: unknown) => error,
    );
    expect(error).toBeInstanceOf(ApiError);
    expect(isExpired(error)).toBe(true);
  });

  test("throw what is not JSON, and a connection that breaks", async () => {
    const { fake, client } = await setUp({ handle: (_, response) => void response.end("{broken\n") });
    await expect(collect(client.watch(configMaps, { resourceVersion: "1" }), [])).rejects.toThrow(/not JSON/);
    fake.handle = (_, response) => void response.write("", () => fake.dropConnections());
    await expect(collect(client.watch(configMaps, { resourceVersion: "1" }), [])).rejects.toBeInstanceOf(
      ApiUnreachable,
    );
  });

  test("a watch that is not accepted in time fails, and its session is given up", async () => {
    const clock = new VirtualClock();
    const asked = Promise.withResolvers<void>();
    const { fake, client } = await setUp({ clock, acceptMs: 3_000, handle: () => asked.resolve() });
    const outcome = expect(collect(client.watch(configMaps, { resourceVersion: "1" }), [])).rejects.toThrow(
      /within 3 s/,
    );
    await asked.promise;
    await clock.advance(3_000);
    await outcome;
    fake.handle = (_, response) => void response.end();
    await collect(client.watch(configMaps, { resourceVersion: "1" }), []);
    expect(fake.connections()).toBe(2);
  });

  test("do not hold up requests, however many there are", async () => {
    const open: unknown[] = [];
    const { fake, client } = await setUp({
      maxConcurrentStreams: 20,
      handle: ({ query }, response) => {
        if (query.has("watch")) open.push(response.writeHead(200) && response.write("\n"));
        else answer(response, 200, configMap("a", 1));
      },
    });
    const stop = new AbortController();
    const watches = Array.from({ length: 50 }, () =>
      client.watch(configMaps, { resourceVersion: "1", signal: stop.signal })[Symbol.asyncIterator](),
    );
    await Promise.all(watches.map((watch) => watch.next()));
    await client.get(configMaps, key);
    expect(open).toHaveLength(50);
    expect(fake.connections()).toBeLessThanOrEqual(5);
    stop.abort();
    await Promise.allSettled(watches.map((watch) => watch.next()));
  });
});
