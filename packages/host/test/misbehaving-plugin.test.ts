import type { ObservedWorkload, WorkloadAdapter } from "@bellwether/core";
import { expect, test } from "vitest";
import { oddAdapter } from "./kit/fake-plugins.ts";
import { runOnOneCluster, type RunningHost } from "./kit/running-host.ts";
import type { FakeWorld } from "./kit/fake-world.ts";
import type { VirtualClock } from "./kit/virtual-clock.ts";

const who = "workload-adapter/OddSet.test.dev (plugin @odd/sets)";
const nonsense = { size: "5" } as unknown as ObservedWorkload;
const side = { exists: true, asked: 0, existing: 0, ready: 0, observed: true };
const fractions = { ...nonsense, target: { ...side, ready: 1.5 }, source: side };

interface Case {
  readonly name: string;
  readonly odd: Partial<WorkloadAdapter>;
  readonly code: string;
  readonly text: string;
}

const cases: readonly Case[] = [
  {
    name: "observe throws",
    odd: { observe: () => Promise.reject(new TypeError("x is undefined")) },
    code: "PLUGIN_CALL_FAILED",
    text: `${who} failed in observe on cluster east: x is undefined`,
  },
  {
    name: "observe never answers",
    odd: { observe: () => new Promise(() => {}) },
    code: "PLUGIN_CALL_FAILED",
    text: `${who} failed in observe on cluster east: no answer within 10s`,
  },
  {
    name: "observe answers nothing",
    odd: { observe: () => Promise.resolve(undefined as unknown as ObservedWorkload) },
    code: "PLUGIN_BAD_ANSWER",
    text: `${who} answered observe on cluster east with {}: answer must be an object`,
  },
  {
    name: "observe answers nonsense",
    odd: { observe: () => Promise.resolve(fractions) },
    code: "PLUGIN_BAD_ANSWER",
    text: `${who} answered observe on cluster east with {"target.ready":1.5}: target.ready must be a whole number, 0 or more`,
  },
  {
    name: "ensure throws",
    odd: {
      ensureClaimed: () => {
        throw new Error("no luck");
      },
    },
    code: "PLUGIN_CALL_FAILED",
    text: `${who} failed in ensureClaimed on cluster east: no luck`,
  },
  {
    name: "ensure never answers",
    odd: { ensureClaimed: () => new Promise(() => {}) },
    code: "PLUGIN_CALL_FAILED",
    text: `${who} failed in ensureClaimed on cluster east: no answer within 10s`,
  },
];

type Running = RunningHost & { readonly clock: VirtualClock; readonly world: FakeWorld };

async function run({ odd }: Case): Promise<Running> {
  const running = await runOnOneCluster({ plugins: [oddAdapter(odd)] });
  for (let index = 0; index < 20; index++) running.world.add(`odd-${index}`, "OddSet");
  running.world.add("web");
  return running;
}

test.each(cases)("$name: named in status, log and one event, and other rollouts go on", async (one) => {
  await using running = await run(one);
  const { clock, world, logs } = running;
  expect(await clock.until(() => world.stateOf("web") === "rolloutSucceed", 15_000)).toBe(true);
  await clock.advance(60_000);
  expect(world.rollout("odd-0").status?.waiting).toMatchObject({ code: one.code, text: one.text });
  expect(logs.texts("error")).toContain(one.text);
  const events = world.kubeEvents.filter(({ regarding, type }) => nameOf(regarding) === "odd-0" && type === "Warning");
  expect(events.map(({ note }) => String(note).split(" [")[0])).toEqual([one.text]);

  const before = world.writes.length;
  await clock.advance(600_000);
  expect(world.writes.length).toBe(before);
});

function nameOf(regarding: unknown): string | undefined {
  return (regarding as { name?: string } | undefined)?.name;
}

test("when the plugin is well again, its rollouts go on", async () => {
  let isIll = true;
  const odd: Partial<WorkloadAdapter> = {};
  await using running = await runOnOneCluster({ plugins: [oddAdapter(odd, () => isIll)] });
  const { clock, world } = running;
  world.add("odd", "OddSet");
  await clock.advance(60_000);
  expect(world.rollout("odd").status?.waiting?.code).toBe("PLUGIN_CALL_FAILED");
  isIll = false;
  expect(await clock.until(() => world.stateOf("odd") === "rolloutSucceed", 60_000)).toBe(true);
});

test("a plugin that fails in the middle stops its rollout where it is", async () => {
  let isIll = false;
  await using running = await runOnOneCluster({ plugins: [oddAdapter({}, () => isIll)] });
  const { clock, world } = running;
  world.add("odd", "OddSet");
  await clock.until(() => world.writes.at(-1)?.what === "pods 3", 60_000);
  isIll = true;
  await clock.advance(120_000);
  expect(world.rollout("odd").status).toMatchObject({
    state: { rollingState: "rollingInBatches", currentBatch: 1 },
    waiting: { guard: "BatchPodsReady", code: "PLUGIN_CALL_FAILED" },
  });
  isIll = false;
  expect(await clock.until(() => world.stateOf("odd") === "rolloutSucceed", 60_000)).toBe(true);
});

test("a workload kind without a plugin is named, and served as soon as there is one", async () => {
  await using running = await runOnOneCluster();
  const { clock, world } = running;
  world.add("odd", "OddSet");
  await clock.advance(1000);
  expect(world.rollout("odd").status?.waiting).toMatchObject({
    code: "WORKLOAD_UNSUPPORTED",
    text: "no plugin rolls OddSet of test.dev/v1; this cluster has FakeSet.test.dev",
  });
});

test.each([true, false])(
  "without a plugin for its workload, served %s, a rollout under way is deleted",
  async (isServed) => {
    await using running = await runOnOneCluster();
    const { clock, world } = running;
    world.add("odd", "OddSet");
    await clock.advance(1000);
    if (isServed) world.served.add("OddSet");
    const { status } = world.rollout("odd");
    if (status === undefined) throw new Error("nobody has looked at the rollout");
    const state = { ...status.state, rollingState: "rollingInBatches", lastTarget: "v2", lastSource: "v1" } as const;
    world.edit("odd", { status: { ...status, state }, finalizer: true, deleted: true });
    await clock.advance(120_000);
    expect(world.names.includes("odd")).toBe(isServed);
  },
);
