import { expect, test } from "vitest";
import { asApplicationRevision } from "../src/kinds/application-revision.ts";
import { applicationRevisions, applications, appRollouts } from "../src/kinds/resource-types.ts";
import { Bench, deployments, namespace, webTemplate } from "./bench.ts";

const latest = ({ status }: Bench): unknown => (status["latestRevision"] as { name: string } | undefined)?.name;

test("S-1: an Application that is a rollout template makes revision v1 and no workload", async () => {
  await using bench = await Bench.open();
  await bench.application("one");
  expect(await bench.revisions()).toEqual(["shop-v1"]);
  expect(await bench.names(deployments)).toEqual([]);
  expect(bench.status).toMatchObject({ latestRevision: { name: "shop-v1", revision: 1 }, observedGeneration: 1 });
});

test("a revision holds the Application and the definitions that it used, and goes with the Application", async () => {
  await using bench = await Bench.open();
  await bench.application("one");
  const revision = bench.live(applicationRevisions, "shop-v1");
  const { application, definitions, hash } = asApplicationRevision(revision as NonNullable<typeof revision>);
  expect(application.spec.components).toEqual([{ name: "front", type: "web", properties: { image: "one" } }]);
  expect(definitions["web"]?.spec.schematic?.["cue"]?.template).toBe(JSON.stringify(webTemplate));
  expect(hash).toMatch(/^[0-9a-f]{16}$/);
  expect(revision?.metadata.ownerReferences).toMatchObject([{ kind: "Application", name: "shop", controller: true }]);
});

test("B-20, B-21: old content makes its revision latest again, and the next new content gets a new number", async () => {
  await using bench = await Bench.open();
  await bench.application("one");
  await bench.application("two");
  expect(latest(bench)).toBe("shop-v2");
  await bench.application("one");
  expect(latest(bench)).toBe("shop-v1");
  expect(await bench.revisions()).toEqual(["shop-v1", "shop-v2"]);
  await bench.application("three");
  expect(latest(bench)).toBe("shop-v3");
  expect(await bench.revisions()).toEqual(["shop-v1", "shop-v2", "shop-v3"]);
});

test("B-21: a number is not used again when its revision is gone", async () => {
  await using bench = await Bench.open();
  await bench.application("one");
  await bench.application("two");
  await bench.application("one");
  await bench.cluster.client.delete(applicationRevisions, { namespace, name: "shop-v2" });
  await bench.application("three");
  expect(await bench.revisions()).toEqual(["shop-v1", "shop-v3"]);
});

test("labels, annotations, plan and workflow make no revision", async () => {
  await using bench = await Bench.open();
  await bench.application("one");
  await bench.application("one", { annotations: { "app.oam.dev/rollout-template": "true", note: "changed" } });
  await bench.cluster.client.patch(
    applications,
    { namespace, name: "shop" },
    { type: "merge", body: { spec: { rolloutPlan: { targetSize: 3 }, workflow: { steps: [] } } } },
    { fieldManager: "test" },
  );
  await bench.settle();
  expect(await bench.revisions()).toEqual(["shop-v1"]);
});

test("a changed definition makes a revision", async () => {
  await using bench = await Bench.open();
  await bench.application("one");
  await bench.define("web", { output: { ...webTemplate.output, metadata: {} } });
  await bench.settle();
  expect(latest(bench)).toBe("shop-v2");
});

test("definitions of the namespace come before those of vela-system", async () => {
  await using bench = await Bench.open();
  await bench.apply(
    { group: "", version: "v1", kind: "Namespace", plural: "namespaces", namespaced: false },
    { apiVersion: "v1", kind: "Namespace", metadata: { name: "vela-system" } },
  );
  await bench.define("web", "broken", "vela-system");
  await bench.define("worker", webTemplate, "vela-system");
  await bench.application("one", { component: { type: "worker" } });
  await bench.application("one");
  expect(await bench.revisions()).toEqual(["shop-v1", "shop-v2"]);
});

test("what does not render makes no revision, says why, and makes one when the definition is corrected", async () => {
  await using bench = await Bench.open();
  await bench.define("web", "image: int & string");
  await bench.application("one");
  expect(await bench.revisions()).toEqual([]);
  expect(bench.condition("Render")).toMatchObject({ status: "False", reason: "RENDER_FAILED" });
  await bench.define("web", webTemplate);
  await bench.settle();
  expect(await bench.revisions()).toEqual(["shop-v1"]);
  expect(bench.condition("Render")).toMatchObject({ status: "True" });
});

test("a type without a definition is named", async () => {
  await using bench = await Bench.open();
  await bench.application("one", { component: { type: "nothing" } });
  expect(bench.condition("Render")).toMatchObject({
    reason: "DEFINITION_NOT_FOUND",
    message: 'There is no ComponentDefinition "nothing" in "default" or "vela-system".',
  });
});

test("the oldest revisions beyond ten go, but none that a rollout names", async () => {
  await using bench = await Bench.open();
  await bench.application("content 1");
  await bench.rollout({ targetAppRevisionName: "shop-v1" });
  for (let content = 2; content <= 13; content++) await bench.application(`content ${content}`);
  const kept = [1, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13].map((number) => `shop-v${number}`);
  expect([...(await bench.revisions())].sort()).toEqual(kept.sort());
});

test("a rollout whose status is of another version keeps its revisions, and holds up no Application", async () => {
  await using bench = await Bench.open();
  await bench.application("content 1");
  await bench.application("content 2");
  await bench.rollout({ targetAppRevisionName: "shop-v1" });
  const counts = { currentBatch: 0, upgradedReplicas: 0, upgradedReadyReplicas: 0 };
  const status = { rollingState: "unheardOf", lastTargetAppRevision: "shop-v2", ...counts };
  const patch = { type: "merge", body: { status } } as const;
  const name = { namespace, name: "roll" };
  await bench.cluster.client.patch(appRollouts, name, patch, { fieldManager: "newer", subresource: "status" });
  for (let content = 3; content <= 14; content++) await bench.application(`content ${content}`);
  expect(bench.status["latestRevision"]).toMatchObject({ name: "shop-v14" });
  expect(await bench.revisions()).toEqual(expect.arrayContaining(["shop-v1", "shop-v2"]));
});

test("a converged Application is not written to", async () => {
  await using bench = await Bench.open();
  await bench.application("one");
  const before = bench.cluster.writes().length;
  await bench.cluster.clock.advance(600_000);
  expect(bench.cluster.writes().length).toBe(before);
});
