import { type ClusterLink, type KubeObject, type ObjectView, StaleRead, type ViewScope } from "@bellwether/core";
import { linkCluster } from "@bellwether/kubernetes";
import { expect, onTestFinished, test } from "vitest";
import { settled, VirtualClock } from "./kit/clocks.ts";
import { configMap, configMaps, pods } from "./kit/objects.ts";
import { ScriptedClient } from "./kit/scripted-client.ts";

const a = { namespace: "default", name: "a" };
const b = { namespace: "default", name: "b" };
const write = { fieldManager: "m" };
const merge = { type: "merge", body: {} } as const;

async function setUp(
  scope: ViewScope = {},
): Promise<{ client: ScriptedClient; clock: VirtualClock; link: ClusterLink; view: ObjectView }> {
  const client = new ScriptedClient();
  client.answerList = () => ({ resourceVersion: "10", items: [configMap("a", 5), configMap("b", 6)] });
  const clock = new VirtualClock();
  const link = linkCluster({ name: "c", server: "memory", client, clock });
  onTestFinished(() => link[Symbol.asyncDispose]());
  const view = link.views.of(configMaps, scope);
  await view.synced();
  await clock.advance(0);
  return { client, clock, link, view };
}

async function show(client: ScriptedClient, type: "ADDED" | "MODIFIED" | "DELETED", object: KubeObject): Promise<void> {
  client.current.send({ type, object });
  await settled();
}

test("after a patch the view refuses to show that object until the watch has it", async () => {
  const { client, link, view } = await setUp();
  client.answerWrite = () => configMap("a", 20);
  await link.client.patch(configMaps, a, merge, write);
  expect(() => view.get(a)).toThrow(StaleRead);
  expect(() => view.list()).toThrow(StaleRead);
  expect(() => view.list("default")).toThrow(StaleRead);
  expect(view.get(b)).toBeDefined();
  expect(view.list("other")).toEqual([]);
  await show(client, "MODIFIED", configMap("b", 19));
  expect(() => view.get(a)).toThrow(StaleRead);
  await show(client, "MODIFIED", configMap("a", 20));
  expect(view.get(a)?.metadata.resourceVersion).toBe("20");
});

test("a listener that reads at once does not find the read stale", async () => {
  const { client, link, view } = await setUp();
  client.answerWrite = () => configMap("a", 20);
  await link.client.patch(configMaps, a, merge, write);
  const seen: unknown[] = [];
  view.subscribe(() => seen.push(view.get(a)?.metadata.resourceVersion));
  await show(client, "MODIFIED", configMap("a", 20));
  expect(seen).toEqual(["20"]);
});

test("a created object is missed by its owner, its namespace and its name", async () => {
  const { client, link, view } = await setUp();
  const owner = { apiVersion: "v1", kind: "X", name: "x", uid: "owner", controller: true };
  const created = configMap("c", 21, { ownerReferences: [owner] });
  client.answerWrite = () => created;
  await link.client.create(configMaps, created, write);
  expect(() => view.owned("owner")).toThrow(StaleRead);
  expect(() => view.get({ namespace: "default", name: "c" })).toThrow(StaleRead);
  expect(view.owned("another")).toEqual([]);
  await show(client, "ADDED", created);
  expect(view.owned("owner")).toEqual([created]);
});

test("a write of the scale subresource counts for the object", async () => {
  const { client, link, view } = await setUp();
  client.answerWrite = () => ({ ...configMap("a", 22), apiVersion: "autoscaling/v1", kind: "Scale" });
  await link.client.patch(configMaps, a, merge, { ...write, subresource: "scale" });
  expect(() => view.get(a)).toThrow(StaleRead);
});

test("a write that changed nothing, was dry, or is shown already leaves the view readable", async () => {
  const { client, link, view } = await setUp();
  client.answerWrite = () => configMap("a", 5);
  await link.client.patch(configMaps, a, merge, write);
  client.answerWrite = () => configMap("a", 30);
  await link.client.patch(configMaps, a, merge, { ...write, dryRun: true });
  client.answerWrite = async () => {
    await show(client, "MODIFIED", configMap("a", 31));
    return configMap("a", 31);
  };
  await link.client.patch(configMaps, a, merge, write);
  expect(view.get(a)?.metadata.resourceVersion).toBe("31");
});

test("a deleted object is missed until the watch shows it gone or deleting", async () => {
  const { client, link, view } = await setUp();
  client.answerWrite = () => configMap("a", 0);
  await link.client.delete(configMaps, a);
  await link.client.delete(configMaps, b);
  expect(() => view.get(a)).toThrow(StaleRead);
  await show(client, "MODIFIED", configMap("b", 23));
  expect(() => view.get(b)).toThrow(StaleRead);
  await show(client, "DELETED", configMap("a", 24));
  expect(view.get(a)).toBeUndefined();
  await show(client, "MODIFIED", configMap("b", 25, { deletionTimestamp: "2026-01-01T00:00:00Z" }));
  expect(view.get(b)).toBeDefined();
});

test("a delete that the watch showed first, and a new object of that name, leave the view readable", async () => {
  const { client, link, view } = await setUp();
  client.answerWrite = async () => {
    await show(client, "DELETED", configMap("a", 26));
    await show(client, "ADDED", configMap("a", 27, { uid: "another" }));
    return configMap("a", 0);
  };
  await link.client.delete(configMaps, a);
  expect(view.get(a)?.metadata.uid).toBe("another");
});

test("an object that somebody deletes before the watch could show it is told as deleted", async () => {
  const { client, link, view } = await setUp();
  client.answerWrite = () => configMap("c", 28);
  await link.client.create(configMaps, configMap("c", ""), write);
  const told: string[] = [];
  view.subscribe(({ type, object }) => told.push(`${type} ${object.metadata.name}`));
  await show(client, "DELETED", configMap("c", 40));
  expect(told).toEqual(["deleted c"]);
  expect(view.get({ namespace: "default", name: "c" })).toBeUndefined();
});

test("a watch that goes past an own write without showing it has lost an event: the view lists again", async () => {
  const { client, clock, link, view } = await setUp();
  client.answerWrite = () => configMap("a", 28);
  await link.client.patch(configMaps, a, merge, write);
  client.answerList = () => ({ resourceVersion: "41", items: [configMap("a", 28), configMap("b", 6)] });
  client.current.send({ type: "BOOKMARK", resourceVersion: "40" });
  await settled();
  expect(() => view.get(a)).toThrow(StaleRead);
  expect(view.trouble).toContain("has lost an event");
  await clock.advance(200);
  expect(client.lists).toHaveLength(2);
  expect(view.get(a)?.metadata.resourceVersion).toBe("28");
});

test("an answer that comes after the watch went past its write is missed too", async () => {
  const { client, link, view } = await setUp();
  client.answerWrite = async () => {
    await show(client, "MODIFIED", configMap("b", 30));
    return configMap("a", 28);
  };
  await link.client.patch(configMaps, a, merge, write);
  expect(() => view.get(a)).toThrow(StaleRead);
});

test("writes outside the scope of a view do not concern it", async () => {
  const { client, link, view } = await setUp({ namespace: "default", labelSelector: "app in (web, api),!old" });
  client.answerWrite = () => configMap("x", 50, { labels: { app: "db" } });
  await link.client.create(configMaps, configMap("x", ""), write);
  client.answerWrite = () => configMap("y", 51, { labels: { app: "web" }, namespace: "other" });
  await link.client.create(configMaps, configMap("y", "", { namespace: "other" }), write);
  expect(view.list()).toHaveLength(2);
  client.answerWrite = () => configMap("z", 52, { labels: { app: "web" } });
  await link.client.create(configMaps, configMap("z", ""), write);
  expect(() => view.list()).toThrow(StaleRead);
});

test("a view that starts after a write does not accept a list from before it", async () => {
  const { client, link } = await setUp();
  const pod = (version: number): KubeObject => ({ ...configMap("p", version), kind: "Pod" });
  client.answerWrite = () => pod(60);
  await link.client.create(pods, pod(0), write);
  client.answerList = () => ({ resourceVersion: "59", items: [] });
  const view = link.views.of(pods);
  await settled();
  expect(view.hasSynced).toBe(false);
  expect(view.trouble).toMatch(/version 59.*version 60/);
});

test("a silent watch that may have lost an own write makes the view list again", async () => {
  const { client, clock, link, view } = await setUp();
  client.answerWrite = () => configMap("a", 70);
  await link.client.patch(configMaps, a, merge, write);
  client.answerList = () => ({ resourceVersion: "70", items: [configMap("a", 70)] });
  await clock.advance(60_000);
  expect(view.get(a)?.metadata.resourceVersion).toBe("70");
});

test("a silent watch that owes an own write for three seconds is given up for a new list", async () => {
  const { client, clock, link, view } = await setUp();
  client.answerWrite = () => configMap("a", 20);
  await clock.advance(30_000);
  await link.client.patch(configMaps, a, merge, write);
  await clock.advance(2_999);
  expect(client.lists).toHaveLength(1);
  client.answerList = () => ({ resourceVersion: "20", items: [configMap("a", 20)] });
  await clock.advance(1);
  expect(client.lists).toHaveLength(2);
  expect(view.get(a)?.metadata.resourceVersion).toBe("20");
  await clock.advance(59_999);
  expect(client.watches).toHaveLength(2);
});
