import { ApiError, type ObjectKey, StaleRead } from "@bellwether/core";
import { expect, test } from "vitest";
import { namespaces } from "../../src/controllers/objects/resource-types.ts";
import { ControllerRun } from "../../src/controllers/runtime/controller-run.ts";
import { retryDelay } from "../../src/controllers/runtime/retry-delay.ts";
import { memoryViews } from "../../src/memory/memory-views.ts";
import { startCluster, type VirtualCluster } from "./virtual-cluster.ts";

const conflict = new ApiError({ kind: "Status", apiVersion: "v1", metadata: {}, status: "Failure", code: 409 });

interface Attempt {
  readonly name: string;
  readonly at: number;
}

function runOver(cluster: VirtualCluster, reconcile: (key: ObjectKey, attempt: number) => Promise<number | undefined>) {
  const attempts: Attempt[] = [];
  const view = memoryViews(cluster.server).of(namespaces);
  const start = cluster.clock.now();
  const run = new ControllerRun(
    {
      name: "test",
      watches: [{ view, keys: ({ object }) => [{ namespace: "", name: object.metadata.name ?? "" }] }],
      reconcile: (key) => {
        attempts.push({ name: key.name, at: cluster.clock.now() - start });
        return reconcile(key, attempts.filter(({ name }) => name === key.name).length);
      },
    },
    cluster.clock,
  );
  return { run, attempts: (name: string) => attempts.filter((one) => one.name === name).map(({ at }) => at) };
}

function touch(cluster: VirtualCluster, name: string): void {
  cluster.merge(namespaces, name, { metadata: { labels: { touched: String(cluster.clock.now()) } } });
}

test("what exists is reconciled at the start, and each change once afterwards", async () => {
  await using cluster = await startCluster({ controllers: [] });
  const { run, attempts } = runOver(cluster, async () => undefined);
  await run.settled();
  expect(attempts("default")).toEqual([0]);
  touch(cluster, "default");
  await cluster.pass(100);
  await run.settled();
  expect(attempts("default")).toHaveLength(2);
  expect(attempts("kube-system")).toHaveLength(1);
  await run[Symbol.asyncDispose]();
  touch(cluster, "default");
  await cluster.pass(100);
  expect(attempts("default")).toHaveLength(2);
});

test("a stale read waits for the next change", async () => {
  await using cluster = await startCluster({ controllers: [] });
  const { run, attempts } = runOver(cluster, async ({ name }, attempt) => {
    if (name === "default" && attempt === 1) throw new StaleRead("not yet");
    return undefined;
  });
  await run.settled();
  await cluster.pass(60_000);
  expect(attempts("default")).toHaveLength(1);
  touch(cluster, "kube-system");
  await run.settled();
  expect(attempts("default")).toHaveLength(2);
  await run[Symbol.asyncDispose]();
});

test("a conflict is tried again at once, other failures with a growing pause", async () => {
  await using cluster = await startCluster({ controllers: [] });
  const { run, attempts } = runOver(cluster, async ({ name }, attempt) => {
    if (name === "default" && attempt === 1) throw conflict;
    if (name === "kube-system" && attempt <= 3) throw new Error("broken");
    return undefined;
  });
  for (let step = 0; step < 20; step += 1) {
    await run.settled();
    await cluster.pass(5);
  }
  expect(attempts("default")).toEqual([0, 0]);
  expect(attempts("kube-system")).toEqual([0, 5, 15, 35]);
  await run[Symbol.asyncDispose]();
  expect(cluster.clock.pending).toBe(0);
});

test("a reconcile may ask to be woken", async () => {
  await using cluster = await startCluster({ controllers: [] });
  const { run, attempts } = runOver(cluster, async ({ name }, attempt) =>
    name === "default" && attempt < 3 ? 1000 : undefined,
  );
  await run.settled();
  for (let second = 0; second < 5; second += 1) {
    await cluster.pass(1000);
    await run.settled();
  }
  expect(attempts("default")).toEqual([0, 1000, 2000]);
  await run[Symbol.asyncDispose]();
});

test("the pause between tries is capped", () => {
  expect(retryDelay(conflict, 1)).toBe(0);
  expect(retryDelay(conflict, 2)).toBe(10);
  expect(retryDelay(new Error("broken"), 1)).toBe(5);
  expect(retryDelay(new Error("broken"), 50)).toBe(30_000);
});
