import { expect, test } from "vitest";
import { isRolloutTemplate } from "../src/kinds/application.ts";
import { labels } from "../src/kinds/keys.ts";
import { applications, appRollouts } from "../src/kinds/resource-types.ts";
import { Bench, deployments, namespace, services, specOf, webTemplateWithService } from "./bench.ts";

const direct = { annotations: {} };

test("an Application that is no rollout template is applied with its own replicas and becomes healthy", async () => {
  await using bench = await Bench.open();
  await bench.define("web", webTemplateWithService);
  await bench.application("one", direct);
  await bench.settle();
  expect(specOf(bench.live(deployments, "front"))).toMatchObject({ replicas: 3 });
  expect(await bench.names(services)).toEqual(["front-front"]);
  expect(bench.status).toMatchObject({
    status: "running",
    services: [{ name: "front", healthy: true, message: "Ready: 3/3" }],
  });
  expect(bench.condition("Apply")).toMatchObject({ status: "True" });
});

test("what a newer revision has no more is deleted, and nothing else", async () => {
  await using bench = await Bench.open();
  await bench.define("web", webTemplateWithService);
  await bench.application("one", direct);
  await bench.settle();
  const foreign = { apiVersion: "v1", kind: "Service", spec: { ports: [{ port: 80 }] } };
  bench.cluster.create(services, {
    ...foreign,
    metadata: { name: "alike", namespace, labels: { [labels.application]: "shop" } },
  });
  await bench.define("web", { ...webTemplateWithService, outputs: {} });
  await bench.settle();
  await bench.settle();
  expect(await bench.names(services)).toEqual(["alike"]);
  expect(bench.status["appliedResources"]).toEqual([
    { apiVersion: "apps/v1", kind: "Deployment", namespace, name: "front" },
  ]);
});

test("a workload that a rollout controls is not applied over", async () => {
  await using bench = await Bench.open();
  await bench.application("one", direct);
  await bench.settle();
  await bench.rollout({ targetAppRevisionName: "shop-v1" });
  const uid = bench.live(appRollouts, "roll")?.metadata.uid ?? "";
  const rollout = { apiVersion: "core.oam.dev/v1beta1", kind: "AppRollout", name: "roll", uid, controller: true };
  await bench.cluster.client.patch(
    deployments,
    { namespace, name: "front" },
    { type: "merge", body: { metadata: { ownerReferences: [rollout] } } },
    { fieldManager: "bellwether-workload" },
  );
  await bench.application("two", direct);
  expect(bench.condition("Apply")).toMatchObject({
    reason: "TARGET_HAS_OWNER",
    message: "Deployment default/front belongs to AppRollout roll.",
  });
  expect(bench.live(deployments, "front")?.metadata.annotations?.["image"]).toBe("one");
});

test.each([
  ["TRAITS_NOT_SERVED", { components: [{ name: "front", type: "web", traits: [{ type: "ingress" }] }] }],
  ["APPLICATION_FIELD_NOT_SERVED", { components: [{ name: "front", type: "web" }], rolloutPlan: { targetSize: 1 } }],
])("%s: what would be ignored is refused, and nothing applied", async (reason, spec) => {
  await using bench = await Bench.open();
  await bench.apply(applications, {
    apiVersion: "core.oam.dev/v1beta1",
    kind: "Application",
    metadata: { name: "shop", namespace },
    spec,
  });
  await bench.settle();
  expect(bench.condition("Apply")).toMatchObject({ status: "False", reason });
  expect(await bench.names(deployments)).toEqual([]);
});

test("a converged Application is not written to", async () => {
  await using bench = await Bench.open();
  await bench.application("one", direct);
  await bench.settle();
  const before = bench.cluster.writes("bellwether").length + bench.cluster.writes("bellwether-oam").length;
  await bench.cluster.clock.advance(600_000);
  expect(bench.cluster.writes("bellwether").length + bench.cluster.writes("bellwether-oam").length).toBe(before);
});

test.each([
  ["true", true],
  ["false", true],
  ["", false],
])("rollout-template %j: %s", (value, expected) => {
  const metadata = { annotations: { "app.oam.dev/rollout-template": value } };
  expect(isRolloutTemplate({ apiVersion: "", kind: "", metadata, spec: { components: [] } })).toBe(expected);
});
