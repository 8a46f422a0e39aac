import {
  type Controller,
  controller,
  createToken,
  definePlugin,
  kubeClient,
  observer,
  type RolloutPlugin,
  sleep,
  type WorkloadAdapter,
} from "@bellwether/core";
import { expect, test } from "vitest";
import { provide, startHost } from "../src/index.ts";
import { fakeCluster, worldOf } from "./kit/fake-cluster.ts";
import { fakeClusters, oddAdapter } from "./kit/fake-plugins.ts";
import { FakeWorld } from "./kit/fake-world.ts";
import { Logs } from "./kit/logs.ts";
import { runHost, runOnOneCluster } from "./kit/running-host.ts";
import { VirtualClock } from "./kit/virtual-clock.ts";

test("rollouts run on every cluster, and on those that come later; one that goes is let go", async () => {
  const clock = new VirtualClock();
  const [east, west] = [new FakeWorld(clock), new FakeWorld(clock)];
  const closed: string[] = [];
  const entries = [
    fakeCluster("east", east, () => closed.push("east")),
    fakeCluster("west", west, () => closed.push("west")),
  ] as const;
  for (const world of [east, west]) world.add("web");
  const clusters = fakeClusters(entries[0]);
  await using running = await runHost(clock, clusters);
  expect(await clock.until(() => east.stateOf("web") === "rolloutSucceed", 60_000)).toBe(true);
  expect(west.writes).toEqual([]);

  clusters.become(...entries);
  expect(await clock.until(() => west.stateOf("web") === "rolloutSucceed", 60_000)).toBe(true);
  expect(running.host.clusters().map(({ name }) => name)).toEqual(["east", "west"]);

  clusters.become(entries[1]);
  await clock.advance(0);
  expect(closed).toEqual(["east"]);
  east.add("late");
  await clock.advance(10_000);
  expect(east.stateOf("late")).toBeUndefined();
});

test("a cluster that cannot be reached is tried again, and costs the others nothing", async () => {
  const clock = new VirtualClock();
  const [east, west] = [new FakeWorld(clock), new FakeWorld(clock)];
  for (const world of [east, west]) world.add("web");
  let failures = 3;
  const flaky = fakeCluster("east", east);
  const open = (signal: AbortSignal): ReturnType<typeof flaky.open> => {
    if (failures-- > 0) throw new Error("no route");
    return flaky.open(signal);
  };
  await using running = await runHost(clock, fakeClusters({ ...flaky, open }, fakeCluster("west", west)));
  await clock.advance(100);
  expect(running.host.clusters()[0]).toMatchObject({ name: "east", leading: false });
  expect(running.host.clusters()[0]?.trouble).toContain("no route");
  expect(await clock.until(() => west.stateOf("web") === "rolloutSucceed", 60_000)).toBe(true);
  expect(await clock.until(() => east.stateOf("web") === "rolloutSucceed", 60_000)).toBe(true);
});

test("a plugin that does not start on a cluster is named there, and is tried again until it does", async () => {
  const clock = new VirtualClock();
  const world = new FakeWorld(clock);
  world.add("web");
  world.add("odd", "OddSet");
  let failures = 2;
  const create = (healthy: WorkloadAdapter): WorkloadAdapter => {
    if (failures-- > 0) throw new Error("OddSet is not served there");
    return healthy;
  };
  await using running = await runHost(clock, fakeClusters(fakeCluster("east", world)), {
    plugins: [oddAdapter({}, undefined, create)],
  });
  await clock.advance(100);
  const text = "plugin @odd/sets did not start on cluster east: OddSet is not served there";
  expect(running.host.clusters()[0]?.failures).toEqual({ "workload-adapter/OddSet.test.dev": text });
  const described = running.host.describe().find(({ name }) => name === "@odd/sets")?.contributions[0];
  expect(described).toMatchObject({ running: [], failures: { east: text }, needs: ["kubeClient"], scope: "cluster" });
  expect(await clock.until(() => world.stateOf("web") === "rolloutSucceed", 60_000)).toBe(true);
  expect(await clock.until(() => world.stateOf("odd") === "rolloutSucceed", 60_000)).toBe(true);
  expect(running.host.describe().find(({ name }) => name === "@odd/sets")?.contributions[0]).toMatchObject({
    running: ["east"],
    failures: {},
  });
});

test("what was created is ended with its cluster, newest first, before the link is", async () => {
  const clock = new VirtualClock();
  const world = new FakeWorld(clock);
  const ended: string[] = [];
  const ending = (name: string): RolloutPlugin["contributions"][number] =>
    controller.implement(name, {
      scope: "cluster",
      create: () => ({
        run: (signal) => new Promise((resolve) => signal.addEventListener("abort", () => resolve())),
        [Symbol.dispose]: () => void ended.push(name),
      }),
    });
  const plugin = definePlugin({ name: "@a/ends", version: "1", contributions: [ending("one"), ending("two")] });
  const running = await runHost(clock, fakeClusters(fakeCluster("east", world, () => ended.push("link"))), {
    plugins: [plugin],
  });
  await clock.advance(0);
  await running.stop();
  expect(ended).toEqual(["two", "one", "link"]);
});

test("a host that stops lets the write in hand end and begins no other", async () => {
  const clock = new VirtualClock();
  const world = new FakeWorld(clock);
  const written = Promise.withResolvers<void>();
  const slow = oddAdapter({}, undefined, (healthy) => ({
    ...healthy,
    ensureClaimed: async (pair, signal) => {
      await written.promise;
      return healthy.ensureClaimed(pair, signal);
    },
  }));
  world.add("odd", "OddSet");
  const running = await runHost(clock, fakeClusters(fakeCluster("east", world)), { plugins: [slow] });
  await clock.advance(1000);
  let stopped = false;
  const stopping = running.stop().finally(() => {
    stopped = true;
  });
  await clock.advance(10);
  expect(stopped).toBe(false);
  written.resolve();
  await stopping;
  expect(world.writes.at(-1)?.what).toBe("claim");
});

test("observers are told, one at a time, and what they do hurts nobody", async () => {
  const told: string[] = [];
  const plugin = definePlugin({
    name: "@a/observers",
    version: "1",
    contributions: [
      observer.implement("throws", {
        scope: "host",
        create: () => ({
          notify: () => {
            throw new Error("no");
          },
        }),
      }),
      observer.implement("hangs", { scope: "host", create: () => ({ notify: () => new Promise(() => {}) }) }),
      observer.implement("notes", { scope: "host", create: () => ({ notify: ({ type }) => void told.push(type) }) }),
    ],
  });
  await using running = await runOnOneCluster({ plugins: [plugin] });
  running.world.add("web");
  expect(await running.clock.until(() => running.world.stateOf("web") === "rolloutSucceed", 60_000)).toBe(true);
  await running.clock.advance(0);
  expect(told).toContain("transitionFollowed");
  expect(told).toContain("effectMade");
});

test("a service of the composer reaches the plugins that need it", async () => {
  const secret = createToken<string>("secret", "host");
  const got: unknown[] = [];
  const plugin = definePlugin({
    name: "@a/needs",
    version: "1",
    contributions: [
      controller.implement("reads", {
        scope: "cluster",
        needs: { secret, client: kubeClient },
        create: ({ secret, client }) => {
          got.push(secret, worldOf(client));
          return { run: async () => {} };
        },
      }),
    ],
  });
  await using running = await runOnOneCluster({ plugins: [plugin], services: [provide(secret, "s3")] });
  expect(got).toEqual(["s3", running.world]);
});

test("a host-wide contribution that does not start keeps the host from starting, and says so", async () => {
  const create = (): never => {
    throw new Error("no disk");
  };
  const plugin = definePlugin({
    name: "@a/b",
    version: "1",
    contributions: [observer.implement("o", { scope: "host", create })],
  });
  const start = startHost({ plugins: [plugin], clock: new VirtualClock(), log: new Logs() });
  await expect(start).rejects.toMatchObject({
    code: "PLUGIN_START_FAILED",
    message: "plugin @a/b did not start: no disk",
  });
});

test("the numbers of a rollout can be read", async () => {
  await using running = await runOnOneCluster();
  const { world, clock, host } = running;
  world.add("web");
  await clock.until(() => world.stateOf("web") === "rolloutSucceed", 60_000);
  const metrics = new Map(host.metrics().map((family) => [family.name, family.samples]));
  expect(metrics.get("transitions_total")).toContainEqual({
    labels: { cluster: "east", from: "finalising", guard: "WorkloadReleased", to: "rolloutSucceed" },
    value: 1,
  });
  expect(metrics.get("leader")).toEqual([{ labels: { cluster: "east" }, value: 1 }]);
  expect(metrics.get("queue_depth")).toEqual([{ labels: { cluster: "east" }, value: 0 }]);
  expect(metrics.get("event_to_write_seconds")?.[0]).toMatchObject({ histogram: { count: world.writes.length } });
  const adapter = host
    .describe()
    .flatMap(({ contributions }) => contributions)
    .find(({ key }) => key === "FakeSet.test.dev");
  expect(adapter).toMatchObject({ capabilities: ["inPlace"], failed: 0, running: ["east"] });
  expect(adapter?.calls).toBeGreaterThan(10);
});

test("a controller that fails runs again, and one that does not end is not waited for for ever", async () => {
  const clock = new VirtualClock();
  const world = new FakeWorld(clock);
  let runs = 0;
  const run = (): Promise<void> => {
    runs += 1;
    return runs < 3 ? Promise.reject(new Error("no luck")) : new Promise(() => {});
  };
  const plugin = definePlugin({
    name: "@a/stuck",
    version: "1",
    contributions: [controller.implement("stuck", { scope: "cluster", create: () => ({ run }) })],
  });
  const running = await runHost(clock, fakeClusters(fakeCluster("east", world)), { plugins: [plugin] });
  await clock.advance(60_000);
  expect(runs).toBe(3);
  let stopped = false;
  void running.stop().finally(() => {
    stopped = true;
  });
  await clock.advance(15_000);
  expect(stopped).toBe(true);
  expect(running.logs.texts("warn")).toContain("controller/stuck did not end within 15s");
});

test("what is created too late is ended again", async () => {
  const clock = new VirtualClock();
  const world = new FakeWorld(clock);
  const ended: number[] = [];
  let count = 0;
  const create = async (): Promise<Controller & Disposable> => {
    const number = ++count;
    await sleep(clock, number === 1 ? 12_000 : 10);
    return { run: async () => {}, [Symbol.dispose]: () => void ended.push(number) };
  };
  const contributions = [controller.implement("slow", { scope: "cluster", create })];
  const plugin = definePlugin({ name: "@a/slow", version: "1", contributions });
  await using running = await runHost(clock, fakeClusters(fakeCluster("east", world)), { plugins: [plugin] });
  await clock.advance(60_000);
  expect(running.host.clusters()[0]?.failures).toEqual({});
  expect([count, ended]).toEqual([2, [1]]);
});
