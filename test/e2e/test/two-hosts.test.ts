import { expect, test } from "vitest";
import type { Command } from "./kit/command.ts";
import { expectCrashFreeEnd } from "./kit/crash-free.ts";
import { logOf, startDaemon } from "./kit/daemon.ts";
import { movements } from "./kit/movements.ts";
import { Person } from "./kit/person.ts";
import { hasSucceeded, statusOf, untilStatus, waitsAfterBatch } from "./kit/rollout-status.ts";
import { TestCluster } from "./kit/test-cluster.ts";
import { until } from "./kit/until.ts";
import { application, definition, rollout, rolloutTo } from "./kit/walkthrough.ts";

const leads = (daemon: Command): boolean => daemon.stdout.includes("this host leads cluster east");
const identityOf = (daemon: Command): unknown =>
  logOf(daemon).find(({ identity }) => identity !== undefined)?.["identity"];

test("of two hosts one acts; when it is killed, the other writes within the lease and five seconds", async () => {
  await using cluster = await TestCluster.start();
  await using person = new Person(cluster.link());
  await using first = startDaemon(cluster);
  await first.says("this host leads");
  await using second = startDaemon(cluster);
  await second.says("serves east");
  const holder = (): unknown => {
    const lease = cluster.find("Lease", "bellwether-0", "bellwether-system");
    return (lease?.["spec"] as { readonly holderIdentity?: unknown } | undefined)?.holderIdentity;
  };
  expect(holder()).toBe(identityOf(first));

  await person.apply(definition, application.v1);
  await until(() => cluster.find("ApplicationRevision", "test-rolling-v1") !== undefined, 10_000);
  await person.apply(rollout.v1);
  await untilStatus(cluster, hasSucceeded("test-rolling-v1"));
  await person.apply(application.v2);
  await until(() => cluster.find("ApplicationRevision", "test-rolling-v2") !== undefined, 10_000);
  const since = movements(cluster).length;
  const order = { source: "test-rolling-v1", target: "test-rolling-v2", batches: [1, 2, 2] };
  await person.apply(rolloutTo({ ...order, plan: { batchPartition: 0 } }));
  await untilStatus(cluster, waitsAfterBatch(0));
  expect([leads(first), leads(second)]).toEqual([true, false]);

  first.kill("SIGKILL");
  const killed = Date.now();
  await person.editPlan({ batchPartition: null });
  await expectCrashFreeEnd(cluster, { since });
  const firstWrite = cluster.writes.find(
    ({ time, type, fieldManager }) => time >= killed && type.kind === "AppRollout" && fieldManager === "bellwether",
  );
  expect((firstWrite?.time ?? Number.POSITIVE_INFINITY) - killed).toBeLessThanOrEqual(3000 + 5000);
  expect(holder()).toBe(identityOf(second));
  const epochs = cluster.writes
    .filter(({ type, subresource }) => type.kind === "AppRollout" && subresource === "status")
    .map(({ after }) => statusOf(after).epoch ?? 0);
  expect([...new Set(epochs)]).toEqual([1, 2]);
  expect(epochs).toEqual(epochs.toSorted((a, b) => a - b));
}, 60_000);

test("a leader that is told to stop hands over at once", async () => {
  await using cluster = await TestCluster.start();
  await using first = startDaemon(cluster);
  await first.says("this host leads");
  await using second = startDaemon(cluster);
  await second.says("serves east");
  first.kill("SIGTERM");
  expect((await first.ended).code).toBe(0);
  const stopped = Date.now();
  await second.says("this host leads");
  expect(Date.now() - stopped).toBeLessThan(3000);
});
