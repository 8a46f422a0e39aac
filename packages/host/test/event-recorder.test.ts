import type { KubeClient, KubeObject, ResourceType } from "@bellwether/core";
import { expect, test } from "vitest";
import { createEventRecorder } from "../src/report/event-recorder.ts";
import { HostMetrics } from "../src/report/host-metrics.ts";
import { conflict } from "./kit/fake-world.ts";
import { settled, VirtualClock } from "./kit/virtual-clock.ts";

const web: KubeObject = {
  apiVersion: "test.dev/v1",
  kind: "FakeRollout",
  metadata: { name: "web", namespace: "shop", uid: "uid-web", resourceVersion: "7" },
};

function openRecorder(create: (object: KubeObject) => Promise<void>) {
  const metrics = new HostMetrics();
  const client = {
    create: async (_: ResourceType, object: KubeObject) => {
      await create(object);
      return object;
    },
  } as unknown as KubeClient;
  const recorder = createEventRecorder(client, { clock: new VirtualClock(), metrics }, "east");
  const dropped = (): unknown =>
    metrics.registry.snapshot().find(({ name }) => name === "events_dropped_total")?.samples[0];
  return { recorder, dropped };
}

test("an event names the rollout, the guard, the way and what is awaited, within the API's limits", async () => {
  const written: KubeObject[] = [];
  const { recorder } = openRecorder(async (object) => void written.push(object));
  recorder.record(web, { type: "Normal", reason: "TargetLocated", action: "a b", note: "x".repeat(2000) });
  await settled();
  expect(written).toMatchObject([
    {
      apiVersion: "events.k8s.io/v1",
      metadata: { namespace: "shop" },
      eventTime: "2026-01-01T00:00:00.000000Z",
      type: "Normal",
      reason: "TargetLocated",
      action: "a b",
      regarding: { kind: "FakeRollout", name: "web", namespace: "shop", uid: "uid-web" },
    },
  ]);
  expect(String(written[0]?.["note"]).length).toBe(1024);
});

test("what the API server refuses is counted, and the next one is tried", async () => {
  let count = 0;
  const { recorder, dropped } = openRecorder(async () => {
    if (count++ === 0) throw conflict("web");
  });
  const event = { type: "Normal", reason: "A", action: "a", note: "n" } as const;
  recorder.record(web, event);
  recorder.record(web, event);
  await settled();
  expect(count).toBe(2);
  expect(dropped()).toEqual({ labels: { cluster: "east" }, value: 1 });
});

test("a slow API server makes the queue full, never longer", async () => {
  const { recorder, dropped } = openRecorder(() => new Promise(() => {}));
  for (let index = 0; index < 300; index++)
    recorder.record(web, { type: "Normal", reason: "A", action: "a", note: "n" });
  expect(dropped()).toEqual({ labels: { cluster: "east" }, value: 300 - 256 - 1 });
});
