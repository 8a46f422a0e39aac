import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { parse, stringify } from "yaml";
import { type Ended, run, start } from "./kit/command.ts";
import { type Dev, startDev } from "./kit/dev.ts";
import type { Person } from "./kit/person.ts";
import { statusOf } from "./kit/rollout-status.ts";
import { until } from "./kit/until.ts";
import { application, definition, rollout, rolloutTo } from "./kit/walkthrough.ts";

const [v1, v2] = ["test-rolling-v1", "test-rolling-v2"];

const owned = new AsyncDisposableStack();
let dev: Dev;
let people: readonly Person[];
let files: string;

const bellwether = (...args: readonly string[]): Promise<Ended> => run(args, { KUBECONFIG: dev.kubeconfig });

async function onEach(act: (person: Person) => Promise<void>): Promise<void> {
  await Promise.all(people.map(act));
}

async function applyRevision(app: typeof application.v1, revision: string): Promise<void> {
  await onEach(async (person) => {
    await person.apply(app);
    await until(async () => (await person.find("ApplicationRevision", revision)) !== undefined, 10_000);
  });
}

async function waitsFor(guard: string): Promise<void> {
  await onEach(async (person) =>
    until(async () => statusOf(await person.find("AppRollout", "rolling-example")).waiting?.guard === guard, 10_000),
  );
}

beforeAll(async () => {
  dev = owned.use(await startDev("--speed", "20"));
  people = [owned.use(await dev.person("east")), owned.use(await dev.person("west"))];
  files = owned.adopt(await mkdtemp(join(tmpdir(), "bellwether-files-")), (path) => rm(path, { recursive: true }));
  await onEach((person) => person.apply(definition));
  await applyRevision(application.v1, v1);
  await onEach((person) => person.apply(rollout.v1));
  expect(await bellwether("watch", "rolling-example", "--timeout", "20s")).toMatchObject({ code: 0 });
  await applyRevision(application.v2, v2);
}, 60_000);

afterAll(() => owned.disposeAsync());

test("a rollout that waits for a person: seen, explained, refused, approved, paused, resumed, ended", async () => {
  await onEach((person) =>
    person.apply(rolloutTo({ source: v1, target: v2, batches: [1, 2, 2], plan: { batchPartition: 0 } })),
  );
  await waitsFor("PartitionRaised");

  const got = await bellwether("get");
  expect([got.code, got.stderr]).toEqual([0, ""]);
  expect(got.stdout.split("\n").map((line) => line.split(/ {2,}/).slice(0, 7))).toEqual([
    ["CLUSTER", "NAME", "STATE", "STEP", "PODS", "TARGET", "WAITING FOR"],
    ["east", "rolling-example", "! needs you", "1/3", "1/1", v2, "PartitionRaised"],
    ["west", "rolling-example", "! needs you", "1/3", "1/1", v2, "PartitionRaised"],
    [""],
  ]);

  const described = await bellwether("describe", "rolling-example", "--context", "west");
  expect(described.code).toBe(0);
  expect(described.stdout).toMatch(/^State +needs you \d+s +PartitionRaised: batch 1 is done; batchPartition is 0/m);
  expect(described.stdout).toMatch(/^You may +approve, pause$/m);

  const needsYou = await bellwether("watch", "rolling-example", "--until", "needs-you");
  expect(needsYou.code).toBe(0);
  const timedOut = await bellwether("watch", "rolling-example", "--timeout", "1s");
  expect([timedOut.code, timedOut.stderr]).toEqual([6, "the time-out passed; the rollout goes on\n"]);
  await using watching = start(["watch", "rolling-example"], { KUBECONFIG: dev.kubeconfig });
  await watching.says("rolling-example");
  watching.kill("SIGINT");
  expect(await watching.ended).toMatchObject({
    code: 130,
    stderr: expect.stringMatching(/^rolling-example goes on; to stop it: /),
  });

  const late = await bellwether("approve", "rolling-example", "--step", "2");
  expect(late.code).toBe(5);
  expect(late.stderr).toContain("it is at step 1, the approval is for step 2 [COMMAND_STEP_PASSED]");
  const approved = await bellwether("approve", "rolling-example", "--step", "1");
  expect([approved.code, approved.stdout]).toEqual([
    0,
    `✓ approved rolling-example on east step 1, revision ${v2}\n✓ approved rolling-example on west step 1, revision ${v2}\n`,
  ]);
  await onEach(async (person) =>
    until(async () => statusOf(await person.find("AppRollout", "rolling-example")).upgradedReplicas === 3, 10_000),
  );
  await waitsFor("PartitionRaised");

  const planned = await bellwether("plan", "rolling-example", "--context", "east");
  expect([planned.code, planned.stderr]).toEqual([0, ""]);
  expect(planned.stdout).toMatch(/5 pods/);
  expect(planned.stdout.match(/^ {2}\d +\d/gm)?.map((row) => row.trim().split(/ +/))).toEqual([
    ["1", "1"],
    ["2", "3"],
    ["3", "5"],
  ]);

  for (const how of ["client", "server"]) {
    const dry = await bellwether("pause", "rolling-example", `--dry-run=${how}`);
    expect(dry).toMatchObject({ code: 0, stdout: expect.stringContaining(`(${how} dry run: `) });
    expect(dry.stdout).toContain('{"spec":{"rolloutPlan":{"paused":true}}}');
  }
  await onEach(async (person) => {
    expect(await person.find("AppRollout", "rolling-example")).not.toHaveProperty("spec.rolloutPlan.paused", true);
  });
  const paused = await bellwether("pause", "rolling-example");
  expect(paused.code).toBe(0);
  expect(paused.stdout).toContain("✓ paused rolling-example on east at step 2/3: nothing new starts\n");
  await waitsFor("Resumed");
  const notNow = await bellwether("approve", "rolling-example", "-o", "json");
  expect([notNow.code, notNow.stdout]).toEqual([5, ""]);
  expect(JSON.parse(notNow.stderr)).toMatchObject({ kind: "Error", code: "COMMAND_NOT_NOW" });
  expect((await bellwether("resume", "rolling-example")).code).toBe(0);
  await waitsFor("PartitionRaised");
  expect((await bellwether("approve", "rolling-example")).code).toBe(0);
  expect((await bellwether("watch", "rolling-example", "--until", "succeeded", "--timeout", "20s")).code).toBe(0);
});

test("a refused plan is exit code 3 to watch and 5 to plan, with field and remedy", async () => {
  const wrong = rolloutTo({ name: "wrong", source: v2, target: v1, batches: [1, 2, 4] });
  const file = join(files, "wrong.yaml");
  await writeFile(file, stringify(wrong));
  const planned = await bellwether("plan", "-f", file, "--size", "5");
  expect(planned.code).toBe(5);
  expect(planned.stdout).toContain("PLAN_BATCHES_EXCEED_SIZE");

  const [east] = people;
  await east?.apply(wrong);
  expect((await bellwether("watch", "wrong", "--context", "east", "--timeout", "10s")).code).toBe(3);
  const described = await bellwether("describe", "wrong", "--context", "east");
  expect(described.stdout).toContain("spec.rolloutPlan.rolloutBatches[2].replicas");
  expect(described.stdout).toContain("PLAN_BATCHES_EXCEED_SIZE");
  expect(described.stdout).toMatch(/^Fix +\S/m);
  await east?.delete("AppRollout", "wrong");
});

test("what does not exist is exit code 1, what cannot be typed 2", async () => {
  const missing = await bellwether("get", "nothing");
  expect([missing.code, missing.stdout]).toEqual([1, ""]);
  expect(missing.stderr).toContain("[ROLLOUT_NOT_FOUND]");
  const typo = await bellwether("gte");
  expect([typo.code, typo.stdout]).toEqual([2, ""]);
  expect(typo.stderr).toContain("get");
  expect((await bellwether("get", "--context", "nowhere")).code).toBe(2);
  expect((await bellwether("plan", "-f", join(files, "none.yaml"))).code).toBe(2);
});

test("one silent cluster of two is exit code 7, and the other is printed", async () => {
  const kubeconfig = parse(await readFile(dev.kubeconfig, "utf8")) as {
    readonly clusters: { readonly name: string; readonly cluster: { server: string } }[];
  };
  for (const { name, cluster } of kubeconfig.clusters) if (name === "west") cluster.server = "https://127.0.0.1:1";
  const file = join(files, "half.kubeconfig");
  await writeFile(file, stringify(kubeconfig));
  const half = (...args: readonly string[]): Promise<Ended> => run(args, { KUBECONFIG: file });
  const got = await half("get");
  expect(got.code).toBe(7);
  expect(got.stdout).toMatch(/^east +rolling-example +✓ succeeded/m);
  expect(got.stdout).toMatch(/^west +\? +\? unknown +\? +\? +\? +ClusterReachable/m);
  const json = await half("get", "-o", "json");
  expect(json.code).toBe(7);
  expect(JSON.parse(json.stdout)).toMatchObject({
    items: [{ cluster: "east" }],
    clusters: [{ name: "east" }, { name: "west", state: "unknown" }],
  });
  expect((await half("describe", "rolling-example")).code).toBe(7);
});

test("Ctrl-C ends dev within five seconds, with exit code 0 and nobody left", async () => {
  await using own = await startDev("--clusters", "1", "--speed", "20");
  const began = Date.now();
  own.command.kill("SIGINT");
  const { code, stdout } = await own.command.ended;
  expect([code, stdout]).toEqual([0, "ready\n"]);
  expect(Date.now() - began).toBeLessThan(5000);
  expect(() => process.kill(-own.command.pid, 0)).toThrow(/ESRCH/);
});

test("dev without a host serves clusters where nothing is rolled out", async () => {
  await using own = await startDev("--clusters", "1", "--no-host");
  await using person = await own.person("east");
  await person.apply(definition, application.v1);
  const clusters = await run(["clusters", "-o", "json"], { KUBECONFIG: own.kubeconfig });
  expect(clusters.code).toBe(0);
  expect(JSON.parse(clusters.stdout)).toMatchObject({ items: [{ name: "east", host: null }] });
  expect(await person.find("ApplicationRevision", v1)).toBeUndefined();
});
