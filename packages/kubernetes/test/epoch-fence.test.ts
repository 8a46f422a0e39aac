import { isConflict, type KubeClient, type KubeObject, mergePatchOn, StaleRead } from "@bellwether/core";
import { epochAnnotation, epochFence, epochOf, type Term } from "@bellwether/kubernetes";
import { expect, test } from "vitest";
import { configMap, configMaps } from "./kit/objects.ts";
import { type TinyStore, tinyStore } from "./kit/tiny-store.ts";

const key = { namespace: "default", name: "a" };
const write = { fieldManager: "m" };

interface Leader {
  readonly client: KubeClient;
  lead: boolean;
}

function leader(store: TinyStore, epoch: number, lastSeen?: () => KubeObject | undefined): Leader {
  const fenced: Leader = {
    lead: true,
    client: epochFence(store.client, {
      term: (): Term => ({ epoch, signal: new AbortController().signal, holds: () => fenced.lead }),
      ...(lastSeen === undefined ? {} : { lastSeen }),
    }),
  };
  return fenced;
}

async function stored(): Promise<{ store: TinyStore; observed: KubeObject }> {
  const store = tinyStore();
  const observed = await leader(store, 1).client.create(configMaps, configMap("a", ""), write);
  return { store, observed };
}

test("writes of the main resource carry the epoch and a precondition; status writes the precondition only", async () => {
  const { store, observed } = await stored();
  expect(observed.metadata.annotations).toEqual({ [epochAnnotation]: "1" });
  const { client } = leader(store, 2);
  const patched = await client.patch(configMaps, key, mergePatchOn(observed, { data: { k: "v" } }), write);
  expect(epochOf(patched)).toBe(2);
  const status = await leader(store, 3).client.patch(
    configMaps,
    key,
    { type: "merge", body: { status: { epoch: 3 } } },
    { ...write, subresource: "status" },
  );
  expect(status.metadata.annotations).toEqual({ [epochAnnotation]: "2" });
  expect(epochOf(status)).toBe(3);
  const applied = await leader(store, 4).client.apply(
    configMaps,
    { ...configMap("a", ""), metadata: { ...key, annotations: { own: "x" } } },
    write,
  );
  expect(applied.metadata.annotations).toEqual({ [epochAnnotation]: "4", own: "x" });
});

test("what the old leader decided before the new one's first write is refused by the server", async () => {
  const { store, observed } = await stored();
  const old = leader(store, 1);
  const suspended = mergePatchOn(observed, { data: { from: "old" } });
  await leader(store, 2).client.patch(configMaps, key, mergePatchOn(observed, { data: { from: "new" } }), write);
  const refused = await old.client.patch(configMaps, key, suspended, write).catch((error: unknown) => error);
  expect(isConflict(refused)).toBe(true);
  expect(store.peek(configMaps, key)?.["data"]).toEqual({ from: "new" });
});

test("what it decides afterwards, on what the new one wrote, is refused by the fence", async () => {
  const { store, observed } = await stored();
  await leader(store, 2).client.patch(configMaps, key, mergePatchOn(observed, { data: { from: "new" } }), write);
  const fresh = store.peek(configMaps, key) ?? observed;
  const old = leader(store, 1, () => fresh);
  const attempts = [
    old.client.patch(configMaps, key, mergePatchOn(fresh, { data: {} }), write),
    old.client.patch(configMaps, key, { type: "merge", body: { data: {} } }, write),
    old.client.apply(configMaps, { ...configMap("a", ""), metadata: key }, write),
    old.client.patch(configMaps, key, { type: "merge", body: { status: {} } }, { ...write, subresource: "status" }),
    old.client.delete(configMaps, key),
  ];
  for (const attempt of await Promise.allSettled(attempts)) {
    expect(attempt).toMatchObject({
      status: "rejected",
      reason: { code: 409, message: /written by the leader of epoch 2; this is epoch 1/ },
    });
  }
  expect(store.log.filter((entry) => !entry.startsWith("get"))).toHaveLength(2);
});

test("a write between the fence's look and its arrival is refused by the server", async () => {
  const { store, observed } = await stored();
  const old = leader(store, 1);
  store.before = async (verb) => {
    if (verb !== "patch") return;
    store.before = () => {};
    await leader(store, 2).client.patch(configMaps, key, mergePatchOn(observed, { data: { from: "new" } }), write);
  };
  const refused = await old.client
    .patch(configMaps, key, { type: "merge", body: { data: {} } }, write)
    .catch((error: unknown) => error);
  expect(isConflict(refused)).toBe(true);
  expect(store.peek(configMaps, key)?.["data"]).toEqual({ from: "new" });
});

test("no write leaves a process that does not lead, also when it loses while the fence looks", async () => {
  const { store, observed } = await stored();
  const old = leader(store, 1);
  store.before = () => {
    old.lead = false;
  };
  await expect(old.client.delete(configMaps, key)).rejects.toMatchObject({ code: 409, message: /does not lead/ });
  await expect(old.client.create(configMaps, configMap("b", ""), write)).rejects.toMatchObject({ code: 409 });
  await expect(
    epochFence(store.client, { term: () => undefined }).apply(configMaps, observed, write),
  ).rejects.toMatchObject({ code: 409 });
  expect(store.log.filter((entry) => !entry.startsWith("get"))).toHaveLength(1);
});

test("a view that shows the version spares the read; one that does not, or is stale, does not", async () => {
  const { store, observed } = await stored();
  const reads = (): number => store.log.filter((entry) => entry.startsWith("get")).length;
  const current = await leader(store, 1, () => observed).client.patch(
    configMaps,
    key,
    mergePatchOn(observed, { data: {} }),
    write,
  );
  expect(reads()).toBe(0);
  const next = await leader(store, 1, () => observed).client.patch(
    configMaps,
    key,
    mergePatchOn(current, { data: {} }),
    write,
  );
  expect(reads()).toBe(1);
  const stale = leader(store, 1, () => {
    throw new StaleRead("not yet");
  });
  await stale.client.delete(configMaps, key, { uid: next.metadata.uid ?? "" });
  expect(reads()).toBe(2);
});

test("a JSON patch is refused, and an object that is absent is applied without a precondition", async () => {
  const store = tinyStore();
  const { client } = leader(store, 1);
  await expect(client.patch(configMaps, key, { type: "json", body: [] }, write)).rejects.toThrow(
    /JSON patch cannot carry/,
  );
  expect(epochOf(await client.apply(configMaps, configMap("a", ""), write))).toBe(1);
});
