import { setTimeout } from "node:timers/promises";
import type { SeenRequest } from "@bellwether/embedded";
import { expect, test } from "vitest";
import type { TestCluster } from "./kit/test-cluster.ts";
import { run } from "./kit/command.ts";
import { expectCrashFreeEnd } from "./kit/crash-free.ts";
import { movements } from "./kit/movements.ts";
import { untilStatus, waitsAfterBatch, waitsWith } from "./kit/rollout-status.ts";
import { openScene, runV1, type Scene } from "./kit/scene.ts";
import { type Kind, types } from "./kit/types.ts";
import { until } from "./kit/until.ts";
import { rolloutTo } from "./kit/walkthrough.ts";

const forward = { source: "test-rolling-v1", target: "test-rolling-v2", batches: [1, 2, 2] };
const soon = { limitMs: 5000 };

/** Starts the rollout to v2 and lets it wait after its first batch. Answers how many movements there were before. */
async function stopAfterFirstBatch(scene: Scene): Promise<number> {
  await runV1(scene);
  const since = movements(scene.cluster).length;
  await scene.person.apply(rolloutTo({ ...forward, plan: { batchPartition: 0 } }));
  await untilStatus(scene.cluster, waitsAfterBatch(0));
  return since;
}

const isOurs = ({ userAgent, path }: SeenRequest): boolean => userAgent === "bellwether" && !path.includes("/events");
const isWrite = ({ method }: SeenRequest): boolean => method !== "GET";

const minuteMs = 60_000;
/** What a view waits at most before it asks an absent server again. */
const longestBackoffMs = 10_000;

test.concurrent("an API server that goes away for a minute", { timeout: 3 * minuteMs }, async () => {
  await using scene = await openScene({ speed: 10 });
  const { cluster, running, person } = scene;
  const since = await stopAfterFirstBatch(scene);
  await person.editPlan({ batchPartition: null });
  await untilStatus(cluster, ({ upgradedReplicas }) => upgradedReplicas === 3);
  await cluster.goAway();
  const asked = Date.now();
  const { code, stdout } = await run(["get"], { KUBECONFIG: cluster.kubeconfig });
  expect(code).toBe(7);
  expect(stdout).toMatch(/^\? +\? unknown .*ClusterReachable/m);
  expect(Date.now() - asked).toBeLessThan(5000);
  await until(() => running.log.lines.some(({ fields }) => fields["code"] === "CLUSTER_UNREACHABLE"), 5000);
  await until(() => running.host.clusters().every(({ trouble }) => trouble !== undefined), 5000);
  await setTimeout(asked + minuteMs - Date.now());
  await cluster.comeBack();
  await expectCrashFreeEnd(cluster, { since });
  await until(() => running.host.clusters().every(({ trouble }) => trouble === undefined), longestBackoffMs + 5000);
});

/** Refuses our writes with 429, those to these plurals only where some are named. */
function overload(cluster: TestCluster, ...plurals: readonly string[]): void {
  const concerns = (path: string): boolean =>
    plurals.length === 0 || plurals.some((plural) => path.includes(`/${plural}/`));
  cluster.faults = {
    onRequest: (request) =>
      isOurs(request) && isWrite(request) && concerns(request.path)
        ? { type: "refuse", code: 429, retryAfterSeconds: 1 }
        : undefined,
  };
}

/** By a hand that no fault stops. */
async function unsetPartition({ eye }: TestCluster): Promise<void> {
  const key = { namespace: "default", name: "rolling-example" };
  const body = { spec: { rolloutPlan: { batchPartition: null } } };
  await eye.patch(types.AppRollout, key, { type: "merge", body }, { fieldManager: "person" });
}

test.concurrent("an API server that refuses every write with 429 and asks for patience", async () => {
  await using scene = await openScene({ speed: 10 });
  const { cluster, running } = scene;
  const since = await stopAfterFirstBatch(scene);
  overload(cluster);
  await unsetPartition(cluster);
  await until(() => running.log.lines.some(({ fields }) => fields["code"] === "CLUSTER_UNREACHABLE"), 5000);
  await until(() => running.host.clusters().every(({ trouble }) => trouble !== undefined), 5000);
  cluster.faults = {};
  await expectCrashFreeEnd(cluster, { since });
});

test.concurrent("an API server that refuses writes of workloads with 429: named in the status", async () => {
  await using scene = await openScene({ speed: 10 });
  const { cluster } = scene;
  const since = await stopAfterFirstBatch(scene);
  overload(cluster, "clonesets");
  await unsetPartition(cluster);
  const { waiting } = await untilStatus(cluster, waitsWith("CLUSTER_UNREACHABLE"), soon);
  expect(waiting?.guard).toBe("BatchPodsReady");
  cluster.faults = {};
  await expectCrashFreeEnd(cluster, { since });
});

test.concurrent("an API server whose objects change under every second write", async () => {
  await using scene = await openScene();
  const { cluster, person } = scene;
  const since = await stopAfterFirstBatch(scene);
  const kinds: Readonly<Record<string, Kind>> = { clonesets: "CloneSet", approllouts: "AppRollout" };
  let count = 0;
  cluster.faults = {
    onRequest: (request) => {
      const [, plural = "", name = ""] = /\/(clonesets|approllouts)\/([^/?]+)/.exec(request.path) ?? [];
      const kind = kinds[plural];
      if (!isOurs(request) || !isWrite(request) || kind === undefined || count++ % 2 === 1) return undefined;
      cluster.api.patch(
        types[kind],
        { namespace: "default", name },
        { type: "merge", body: { metadata: { annotations: { "example.com/touched": String(count) } } } },
        { fieldManager: "busybody" },
      );
      return undefined;
    },
  };
  await person.editPlan({ batchPartition: null });
  await expectCrashFreeEnd(cluster, { since });
  expect(count).toBeGreaterThan(4);
});

/** Every write of a workload finds that somebody was faster. */
function contest(cluster: TestCluster): void {
  let count = 0;
  cluster.faults = {
    onRequest: (request) => {
      if (!isOurs(request) || !isWrite(request) || !request.path.includes("/clonesets/")) return undefined;
      const touched = { metadata: { annotations: { "example.com/touched": String((count += 1)) } } };
      const key = { namespace: "default", name: "metrics-provider" };
      cluster.api.patch(types.CloneSet, key, { type: "merge", body: touched }, { fieldManager: "busybody" });
      return undefined;
    },
  };
}

test.concurrent("a workload that somebody changes under every write: named in the status", async () => {
  await using scene = await openScene({ speed: 10 });
  const { cluster } = scene;
  const since = await stopAfterFirstBatch(scene);
  contest(cluster);
  await unsetPartition(cluster);
  await untilStatus(cluster, waitsWith("WRITE_CONFLICT"), soon);
  cluster.faults = {};
  await expectCrashFreeEnd(cluster, { since });
});

test.concurrent("watches of a workload that expire one after the other: named in the status", async () => {
  await using scene = await openScene({ speed: 10 });
  const { cluster } = scene;
  const since = await stopAfterFirstBatch(scene);
  cluster.faults = {
    onWatchEvent: (request) => (isOurs(request) && request.path.endsWith("/clonesets") ? "expire" : undefined),
  };
  await unsetPartition(cluster);
  const { waiting } = await untilStatus(cluster, ({ waiting: now }) => now?.code !== undefined, soon);
  expect(waiting).toMatchObject({ code: "CLUSTER_UNREACHABLE", text: expect.stringContaining("clonesets") });
  cluster.faults = {};
  await expectCrashFreeEnd(cluster, { since });
});

test.concurrent("a watch that falls silent in the middle of a wait is found out within five seconds", async () => {
  await using scene = await openScene({ speed: 10 });
  const { cluster, person } = scene;
  const since = await stopAfterFirstBatch(scene);
  await person.editPlan({ batchPartition: 1 });
  await untilStatus(cluster, ({ upgradedReplicas }) => upgradedReplicas === 3);
  silence(cluster, "clonesets");
  await untilStatus(cluster, waitsAfterBatch(1), { limitMs: 10_000 });
  await person.editPlan({ batchPartition: null });
  await expectCrashFreeEnd(cluster, { since });
});

test.concurrent("a field that another manager owns is named, and the rollout goes on when it is given up", async () => {
  await using scene = await openScene();
  const { cluster, person } = scene;
  await runV1(scene);
  const since = movements(cluster).length;
  const claim = { apiVersion: "apps.kruise.io/v1alpha1", kind: "CloneSet" };
  const metadata = { name: "metrics-provider", namespace: "default" };
  await person.apply({ ...claim, metadata, spec: { updateStrategy: { type: "ReCreate" } } });
  await person.apply(rolloutTo(forward));
  const { waiting } = await untilStatus(cluster, waitsWith("APPLY_CONFLICT"), soon);
  expect(waiting).toMatchObject({ guard: "TargetLocated", text: expect.stringContaining("person") });
  await person.apply({ ...claim, metadata });
  await expectCrashFreeEnd(cluster, { since });
});

test.concurrent("watches that end with 410 again and again", async () => {
  await using scene = await openScene({ speed: 10 });
  const { cluster, person } = scene;
  const since = await stopAfterFirstBatch(scene);
  let expired = 0;
  cluster.faults = {
    onWatchEvent: (request) => {
      if (!isOurs(request) || Math.random() > 0.2) return undefined;
      expired += 1;
      cluster.api.compact();
      return "expire";
    },
  };
  await person.editPlan({ batchPartition: null });
  await expectCrashFreeEnd(cluster, { since });
  expect(expired).toBeGreaterThan(0);
});

test.concurrent("watches that are cut off again and again", async () => {
  await using scene = await openScene({ speed: 10 });
  const { cluster, person } = scene;
  const since = await stopAfterFirstBatch(scene);
  let cut = 0;
  cluster.faults = {
    onWatchEvent: (request) => {
      if (!isOurs(request) || cut++ % 4 !== 0) return undefined;
      return "cut";
    },
  };
  await person.editPlan({ batchPartition: null });
  await expectCrashFreeEnd(cluster, { since });
});

/** Silences the watches of these types that are open now; those that are opened later speak. */
function silence(cluster: TestCluster, ...plurals: readonly string[]): void {
  const silenced = new Set<SeenRequest>();
  let isOver = false;
  cluster.faults = {
    onWatchEvent: (request) => {
      if (!isOurs(request) || !plurals.some((plural) => request.path.endsWith(`/${plural}`))) return undefined;
      if (!isOver) silenced.add(request);
      return silenced.has(request) ? "silence" : undefined;
    },
    onRequest: (request) => {
      if (request.query.has("watch") && isOurs(request)) isOver = silenced.size > 0;
      return undefined;
    },
  };
}

test.concurrent("a watch that falls silent while an own write is due on it is found out within five seconds", async () => {
  await using scene = await openScene({ speed: 10 });
  const { cluster, person } = scene;
  const since = await stopAfterFirstBatch(scene);
  silence(cluster, "clonesets");
  await person.editPlan({ batchPartition: 1 });
  await untilStatus(cluster, waitsAfterBatch(1), soon);
  await person.editPlan({ batchPartition: null });
  await expectCrashFreeEnd(cluster, { since });
});

test.concurrent("watches that fall silent with nothing due on them are opened anew", async () => {
  await using scene = await openScene({ speed: 10, timing: { silenceMs: 2000 } });
  const { cluster, person } = scene;
  const since = await stopAfterFirstBatch(scene);
  silence(cluster, "approllouts", "clonesets", "pods");
  await person.editPlan({ batchPartition: null });
  await expectCrashFreeEnd(cluster, { since });
});
