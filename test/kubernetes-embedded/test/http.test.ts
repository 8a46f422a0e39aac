import { isNotFound, type ObjectView, StaleRead } from "@bellwether/core";
import { createIdentity } from "@bellwether/embedded";
import { electLeader } from "@bellwether/kubernetes";
import { expect, onTestFinished, test } from "vitest";
import { systemClock } from "@bellwether/host/system-clock";
import { configMap, configMaps, listAll, showsOlder, versions, write, writeSomething } from "./kit/config-maps.ts";
import { type HttpCluster, httpCluster } from "./kit/http-cluster.ts";
import { seededRandom } from "./kit/random.ts";
import { until } from "./kit/until.ts";

const scope = { namespace: "default", labelSelector: "app=churn" };

async function setUp(): Promise<{ cluster: HttpCluster; view: ObjectView }> {
  const cluster = await httpCluster();
  onTestFinished(() => cluster[Symbol.asyncDispose]());
  const view = cluster.link.views.of(configMaps, scope);
  await view.synced();
  return { cluster, view };
}

/** Waits until the view shows exactly what a full list shows. */
async function complete({ cluster, view }: { cluster: HttpCluster; view: ObjectView }): Promise<void> {
  const truth = versions(await listAll(cluster.direct));
  await until(() => {
    try {
      return JSON.stringify(versions(view.list())) === JSON.stringify(truth);
    } catch (error) {
      if (error instanceof StaleRead) return false;
      throw error;
    }
  });
  expect(versions(await listAll(cluster.link.client))).toEqual(truth);
}

test("500 objects are created, changed and deleted, and none is missed", async () => {
  const { cluster, view } = await setUp();
  const names = Array.from({ length: 500 }, (_, index) => `object-${index}`);
  await Promise.all(names.map((name) => cluster.link.client.create(configMaps, configMap(name), write)));
  await Promise.all(
    names.map((name, index) =>
      index % 5 === 0
        ? cluster.link.client.delete(configMaps, { namespace: "default", name })
        : cluster.link.client.apply(configMaps, configMap(name, { index: String(index) }), { ...write, force: true }),
    ),
  );
  await complete({ cluster, view });
  expect(view.list()).toHaveLength(400);
});

test("under drops, refusals, lost answers, silence, compaction and restarts nothing is missed, and no own write hidden", async () => {
  const { cluster, view } = await setUp();
  const random = seededRandom(7);
  const names = Array.from({ length: 30 }, (_, index) => `object-${index}`);
  const count = { requests: 0, watches: 0 };
  const hits = (): number => (random() < 0.1 ? Math.ceil(random() * 3) : 0);
  cluster.faults.onRequest = ({ query }) => {
    const fault = query.has("watch") ? 0 : hits();
    if (fault > 0) count.requests++;
    if (fault === 1) return { type: "drop" };
    if (fault === 2) return { type: "refuse", code: 429, retryAfterSeconds: 0 };
    return fault === 3 ? { type: "loseAnswer" } : undefined;
  };
  cluster.faults.onWatchEvent = () => {
    const fault = (["cut", "silence", "expire"] as const)[hits() - 1];
    if (fault !== undefined) count.watches++;
    return fault;
  };
  for (let turn = 1; turn <= 300; turn++) {
    const written = await writeSomething(cluster.link.client, names, random);
    if (written !== undefined) expect(showsOlder(view, written)).toBe(false);
    await writeSomething(cluster.direct, names, random);
    if (turn % 60 === 0) cluster.dropConnections();
    if (turn % 70 === 0) cluster.api.compact();
    if (turn % 100 === 0) {
      await cluster.stop();
      await writeSomething(cluster.direct, names, random);
      await cluster.start();
    }
  }
  expect(count.requests).toBeGreaterThan(10);
  expect(count.watches).toBeGreaterThan(3);
  cluster.faults.onRequest = () => undefined;
  cluster.faults.onWatchEvent = () => undefined;
  await complete({ cluster, view });
});

test("a watch that falls silent is noticed and catches up", async () => {
  const { cluster, view } = await setUp();
  let silent = true;
  cluster.faults.onWatchEvent = () => (silent ? "silence" : undefined);
  await cluster.direct.create(configMaps, configMap("lost"), write);
  silent = false;
  await complete({ cluster, view });
  expect(view.list()).toHaveLength(1);
});

test("while the API server is away the view says so, and catches up when it is back", async () => {
  const { cluster, view } = await setUp();
  await cluster.stop();
  await until(() => view.trouble !== undefined);
  expect(view.trouble).toMatch(/^configmaps: GET .*: the connection was (refused|closed|reset)$/);
  await cluster.direct.create(configMaps, configMap("meanwhile"), write);
  await cluster.start();
  await complete({ cluster, view });
  await until(() => view.trouble === undefined);
});

test("new credentials and a new CA in the kubeconfig are taken up without losing the cache", async () => {
  const { cluster, view } = await setUp();
  await cluster.direct.create(configMaps, configMap("before"), write);
  await until(() => view.list().length === 1);
  let lists = 0;
  cluster.faults.onRequest = ({ method, query }) => {
    if (method === "GET" && query.has("limit")) lists++;
    return undefined;
  };
  await new Promise((resolve) => setTimeout(resolve, 50));
  await cluster.stop();
  await cluster.start(await createIdentity());
  await cluster.direct.create(configMaps, configMap("after"), write);
  await until(() => view.list().length === 2);
  expect(lists).toBe(0);
});

test("kinds are resolved by discovery", async () => {
  const { cluster } = await setUp();
  const { client } = cluster.link;
  expect(await client.resolve("v1", "ConfigMap")).toEqual(configMaps);
  expect(await client.resolve("apps/v1", "Deployment")).toMatchObject({ plural: "deployments", namespaced: true });
  expect(await client.resolve("v1", "Nonsense")).toBeUndefined();
  expect(await client.resolve("no.such/v1", "Nonsense")).toBeUndefined();
});

test("preconditions and missing objects are told in the server's words", async () => {
  const { cluster } = await setUp();
  const { client } = cluster.link;
  const key = { namespace: "default", name: "a" };
  const created = await client.create(configMaps, configMap("a"), write);
  const changed = await client.apply(configMaps, configMap("a", { k: "v" }), { ...write, force: true });
  const stale = client.apply(
    configMaps,
    {
      ...configMap("a"),
      metadata: { ...configMap("a").metadata, resourceVersion: created.metadata.resourceVersion ?? "" },
    },
    write,
  );
  await expect(stale).rejects.toMatchObject({ code: 409, reason: "Conflict" });
  await expect(
    client.delete(configMaps, key, { resourceVersion: created.metadata.resourceVersion ?? "" }),
  ).rejects.toMatchObject({ code: 409 });
  await client.delete(configMaps, key, { uid: changed.metadata.uid ?? "" });
  expect(isNotFound(await client.get(configMaps, key).catch((error: unknown) => error))).toBe(true);
});

test("two candidates over HTTP: one leads, and the other after it stopped", async () => {
  const { cluster } = await setUp();
  const lease = { namespace: "default", name: "host" };
  const run = (identity: string): ReturnType<typeof electLeader> =>
    electLeader({ client: cluster.link.client, clock: systemClock, lease, identity, lookEveryMs: 20 });
  const first = run("first");
  await until(() => first.state === "leading");
  await using second = run("second");
  await until(() => second.leader === "first");
  const epoch = first.epoch ?? 0;
  await first[Symbol.asyncDispose]();
  await until(() => second.state === "leading");
  expect(second.epoch).toBe(epoch + 1);
});
