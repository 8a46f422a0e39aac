import {
  initialState,
  keyOf,
  revisionAnnotation,
  type KubeObject,
  type Patch,
  type ResourceType,
  type RolloutStatus,
} from "@bellwether/core";
import { expect, test } from "vitest";
import { annotations, labels } from "../src/kinds/keys.ts";
import { applicationRevisions, appRollouts, componentDefinitions } from "../src/kinds/resource-types.ts";
import {
  Bench,
  deployments,
  inPlace,
  namespace,
  noAdapter,
  pair,
  services,
  signal,
  specOf,
  webTemplate,
  webTemplateWithService,
} from "./bench.ts";

const v1 = { targetAppRevisionName: "shop-v1" };
const v1ToV2 = { sourceAppRevisionName: "shop-v1", targetAppRevisionName: "shop-v2" };

const definitions: ResourceType = {
  group: "apiextensions.k8s.io",
  version: "v1",
  kind: "CustomResourceDefinition",
  plural: "customresourcedefinitions",
  namespaced: false,
};

const gadgetDefinition: KubeObject = {
  apiVersion: "apiextensions.k8s.io/v1",
  kind: "CustomResourceDefinition",
  metadata: { name: "gadgets.example.com" },
  spec: {
    group: "example.com",
    scope: "Namespaced",
    names: { kind: "Gadget", listKind: "GadgetList", plural: "gadgets", singular: "gadget" },
    versions: [{ name: "v1", served: true, storage: true, schema: { openAPIV3Schema: { type: "object" } } }],
  },
};

function statusWith(state: Partial<RolloutStatus["state"]>, more: Partial<RolloutStatus> = {}): RolloutStatus {
  return {
    state: { ...initialState(0), ...state },
    conditions: [],
    waiting: undefined,
    workloads: [],
    strategy: "IncreaseFirst",
    epoch: 1,
    observedGeneration: 1,
    ...more,
  };
}

const ownersOf = (object: KubeObject | undefined): unknown =>
  object?.metadata.ownerReferences?.map(({ kind, name, controller }) => ({ kind, name, controller }));

test("a missing revision is an obstacle that names what exists, and is gone when the revision is there", async () => {
  await using bench = await Bench.open();
  await bench.application("one");
  await bench.rollout(v1ToV2);
  expect((await bench.observe()).obstacle).toMatchObject({
    code: "REVISION_NOT_FOUND",
    message: "ApplicationRevision shop-v2 does not exist in default; there is v1.",
  });
  await bench.application("two");
  expect((await bench.observe()).obstacle).toBeUndefined();
});

test("a revision that cannot be made yet is an obstacle with the reason of its Application", async () => {
  await using bench = await Bench.open();
  await bench.define("web", "broken");
  await bench.application("one");
  await bench.rollout(v1);
  expect((await bench.observe()).obstacle).toMatchObject({ code: "RENDER_FAILED" });
});

test.each([
  [{ componentList: ["back"] }, "COMPONENT_NOT_FOUND", 'shop-v1 has no component "back"; it has front.'],
  [
    { targetAppRevisionName: "other-v7" },
    "REVISION_NOT_FOUND",
    "ApplicationRevision other-v7 does not exist in default; there are none.",
  ],
])("%j is an obstacle: %s", async (spec, code, message) => {
  await using bench = await Bench.open();
  await bench.application("one");
  await bench.rollout({ ...v1, ...spec });
  expect((await bench.observe()).obstacle).toMatchObject({ code, message });
});

test.each([
  [{ componentList: ["front", "back"] }, "spec.componentList"],
  [{ revertOnDelete: true }, "spec.revertOnDelete"],
])("%j is refused", async (spec, field) => {
  await using bench = await Bench.open();
  await bench.application("one");
  await bench.rollout({ ...v1, ...spec });
  expect((await bench.observe()).refusals).toMatchObject([{ code: "PLAN_FIELD_NOT_SERVED", field }]);
});

test("a source that is the target is refused", async () => {
  await using bench = await Bench.open();
  await bench.application("one");
  await bench.rollout({ ...v1, sourceAppRevisionName: "shop-v1" });
  expect((await bench.observe()).refusals).toMatchObject([
    { code: "SOURCE_IS_TARGET", field: "spec.sourceAppRevisionName" },
  ]);
});

test.each([
  ["TRAITS_NOT_SERVED", { component: { traits: [{ type: "ingress" }] } }],
  ["APPLICATION_FIELD_NOT_SERVED", { component: { externalRevision: "mine" } }],
  ["APPLICATION_FIELD_NOT_SERVED", { component: { scopes: { "healthscopes.core.oam.dev": "all" } } }],
  ["APPLICATION_FIELD_NOT_SERVED", { spec: { policies: [{ name: "one", type: "env-binding" }] } }],
])("%s: a revision with %j is refused", async (code, more) => {
  await using bench = await Bench.open();
  await bench.application("one", more);
  await bench.rollout(v1);
  expect((await bench.observe()).refusals).toMatchObject([{ code }]);
  expect(bench.condition("Apply")).toMatchObject({ status: "False", reason: code });
});

test.each([
  ["workflow", { steps: [{ name: "one", type: "deploy" }] }],
  ["rolloutPlan", { targetSize: 1 }],
])("an Application's %s is refused there, and is no part of its revisions", async (field, value) => {
  await using bench = await Bench.open();
  await bench.application("one", { spec: { [field]: value } });
  await bench.rollout(v1);
  expect(bench.condition("Apply")).toMatchObject({ status: "False", reason: "APPLICATION_FIELD_NOT_SERVED" });
  expect((await bench.observe()).refusals).toEqual([]);
  expect(JSON.stringify(specOf(bench.live(applicationRevisions, "shop-v1")))).not.toContain(field);
});

test("a template in a language without a renderer is an obstacle", async () => {
  await using bench = await Bench.open();
  await bench.apply(componentDefinitions, {
    apiVersion: "core.oam.dev/v1beta1",
    kind: "ComponentDefinition",
    metadata: { name: "chart", namespace },
    spec: { workload: {}, schematic: { kube: { template: {} } } },
  });
  await bench.application("one", { component: { type: "chart" } });
  await bench.rollout(v1);
  expect((await bench.observe()).obstacle).toMatchObject({ code: "TEMPLATE_KIND_NOT_SERVED" });
});

test("without an adapter for its kind the workload is named and nothing is located", async () => {
  await using bench = await Bench.open();
  await bench.application("one");
  await bench.rollout(v1);
  const rollout = await bench.observe(noAdapter);
  expect(rollout.workload?.target).toMatchObject({ kind: "Deployment", key: { namespace, name: "front" } });
  await bench.source.ensureLocated(rollout, "target", noAdapter, signal);
  expect(await bench.names(deployments)).toEqual([]);
  expect((await bench.observe(noAdapter)).located.target).toBe(false);
});

test("locating puts the outputs there first and the workload last, held, without pods, owned by the Application", async () => {
  await using bench = await Bench.open();
  await bench.define("web", webTemplateWithService);
  await bench.application("one");
  await bench.rollout(v1);
  await bench.source.ensureLocated(await bench.observe(), "target", inPlace, signal);
  expect([await bench.names(services), await bench.names(deployments)]).toEqual([["front-front"], []]);
  await bench.locate("target");
  const workload = bench.live(deployments, "front");
  expect(specOf(workload)).toMatchObject({ paused: true, replicas: 0 });
  expect(ownersOf(workload)).toEqual([{ kind: "Application", name: "shop", controller: undefined }]);
  expect(workload?.metadata.labels).toMatchObject({
    [labels.application]: "shop",
    [labels.applicationRevision]: "shop-v1",
    [labels.component]: "front",
    [labels.componentRevision]: "front-v1",
  });
  expect(workload?.metadata.annotations?.[revisionAnnotation]).toBe("shop-v1");
});

test("locating again writes nothing", async () => {
  await using bench = await Bench.open();
  await bench.application("one");
  await bench.rollout(v1);
  await bench.locate("target");
  const before = bench.cluster.writes("bellwether-oam").length;
  await bench.source.ensureLocated(await bench.observe(), "target", inPlace, signal);
  expect(bench.cluster.writes("bellwether-oam").length).toBe(before);
});

test("in place the target takes over the object of the source, with its live replicas", async () => {
  await using bench = await Bench.open();
  await bench.application("one");
  await bench.application("two");
  await bench.rollout(v1);
  await bench.locate("target");
  await bench.cluster.client.patch(
    deployments,
    { namespace, name: "front" },
    { type: "merge", body: { spec: { replicas: 4, paused: false } } },
    { fieldManager: "bellwether-workload" },
  );
  await bench.rollout(v1ToV2);
  expect(await bench.observe()).toMatchObject({ located: { target: false, source: true }, renderedReplicas: 3 });
  await bench.locate("target");
  const workload = bench.live(deployments, "front");
  expect(specOf(workload)).toMatchObject({ replicas: 4, paused: true });
  expect(workload?.metadata.annotations).toMatchObject({ image: "two", [revisionAnnotation]: "shop-v2" });
  expect((await bench.observe()).located).toEqual({ target: true, source: false });
});

async function editedByOther(bench: Bench, fieldManager: string, metadata: object = {}): Promise<void> {
  await bench.application("one");
  await bench.rollout(v1);
  await bench.locate("target");
  await bench.application("two");
  await bench.cluster.client.patch(
    deployments,
    { namespace, name: "front" },
    { type: "merge", body: { metadata: { annotations: { image: "mine" }, ...metadata } } },
    { fieldManager },
  );
  await bench.rollout(v1ToV2);
}

test("fields that others own are not taken over", async () => {
  await using bench = await Bench.open();
  await editedByOther(bench, "argocd-controller");
  const located = bench.source.ensureLocated(await bench.observe(), "target", inPlace, signal);
  await expect(located).rejects.toMatchObject({ code: "APPLY_CONFLICT" });
});

test("fields that a person edited by kubectl are taken over", async () => {
  await using bench = await Bench.open();
  await editedByOther(bench, "kubectl-edit");
  await bench.locate("target");
  expect(bench.live(deployments, "front")?.metadata.annotations).toMatchObject({ image: "two" });
});

test("fields of an object that is not the Application's are not taken over, whoever edited them", async () => {
  await using bench = await Bench.open();
  await editedByOther(bench, "kubectl-edit", { ownerReferences: [] });
  const located = bench.source.ensureLocated(await bench.observe(), "target", inPlace, signal);
  await expect(located).rejects.toMatchObject({ code: "APPLY_CONFLICT" });
});

test.each([
  [
    "controls it",
    { ownerReferences: [{ apiVersion: "v1", kind: "Tuner", name: "t", uid: "u", controller: true }] },
    "Tuner t",
  ],
  ["dispatched it", { labels: { [labels.application]: "stall" } }, "Application stall"],
])("a workload stays as it is when somebody else %s", async (_what, metadata, owner) => {
  await using bench = await Bench.open();
  await bench.application("one");
  const manifest = { apiVersion: "apps/v1", kind: "Deployment", spec: { selector: { matchLabels: { app: "front" } } } };
  const template = { metadata: { labels: { app: "front" } }, spec: { containers: [{ name: "a", image: "b" }] } };
  bench.cluster.create(deployments, {
    ...manifest,
    metadata: { name: "front", namespace, ...metadata },
    spec: { ...manifest.spec, template },
  });
  await bench.rollout(v1);
  const rollout = await bench.observe();
  expect(rollout.obstacle).toMatchObject({
    code: "TARGET_HAS_OWNER",
    message: `Deployment default/front belongs to ${owner}.`,
  });
  const located = bench.source.ensureLocated(rollout, "target", inPlace, signal);
  await expect(located).rejects.toMatchObject({ code: "TARGET_HAS_OWNER" });
});

test("a pair has an object for each revision; what only the source has is collected at the end", async () => {
  await using bench = await Bench.open();
  await bench.define("web", webTemplateWithService);
  await bench.application("one");
  await bench.rollout(v1);
  await bench.locate("target", pair);
  await bench.define("web", { ...webTemplateWithService, outputs: {} });
  await bench.application("two");
  await bench.rollout(v1ToV2);
  await bench.locate("target", pair);
  expect(await bench.names(deployments)).toEqual(["front-v1", "front-v2"]);
  expect((await bench.observe(pair)).collected).toBe(false);

  const finalising = statusWith({ rollingState: "finalising", lastTarget: "shop-v2", lastSource: "shop-v1" });
  await bench.source.publish(await bench.observe(pair), finalising, signal);
  for (let rollout = await bench.observe(pair); !rollout.collected; rollout = await bench.observe(pair)) {
    await bench.source.ensureCollected(rollout, pair, signal);
  }
  expect([await bench.names(deployments), await bench.names(services)]).toEqual([["front-v2"], []]);
});

test("a source that still runs pods is not collected", async () => {
  await using bench = await Bench.open();
  await bench.application("one");
  await bench.application("two");
  await bench.rollout(v1);
  await bench.locate("target", pair);
  await bench.cluster.client.patch(
    deployments,
    { namespace, name: "front-v1" },
    { type: "merge", body: { spec: { replicas: 1 } } },
    { fieldManager: "bellwether-workload" },
  );
  await bench.rollout(v1ToV2);
  await bench.locate("target", pair);
  await bench.source.ensureCollected(await bench.observe(pair), pair, signal);
  expect(await bench.names(deployments)).toEqual(["front-v1", "front-v2"]);
});

test("a workload that a former rollout has abandoned is lowered, then collected", async () => {
  await using bench = await Bench.open();
  for (const image of ["one", "two", "three"]) await bench.application(image);
  await bench.rollout(v1ToV2);
  await bench.locate("target", pair);
  const abandoned = { namespace, name: "front-v2" };
  const running: Patch = { type: "merge", body: { spec: { replicas: 2 } } };
  await bench.cluster.client.patch(deployments, abandoned, running, { fieldManager: "bellwether-workload" });
  await bench.rollout({ sourceAppRevisionName: "shop-v1", targetAppRevisionName: "shop-v3" });
  expect((await bench.observe(pair)).workload?.abandoned).toMatchObject([{ key: abandoned, revision: "shop-v2" }]);
  await bench.locate("target", pair);
  await bench.source.ensureCollected(await bench.observe(pair), pair, signal);
  expect(specOf(bench.live(deployments, "front-v2"))["replicas"]).toBe(0);
  expect((await bench.observe(pair)).workload?.abandoned).toBeUndefined();
  await bench.source.ensureCollected(await bench.observe(pair), pair, signal);
  expect(await bench.names(deployments)).toEqual(["front-v3"]);
});

test("objects that are not ours, or are to be kept, are not collected", async () => {
  await using bench = await Bench.open();
  await bench.define("web", webTemplateWithService);
  await bench.application("one");
  await bench.rollout(v1);
  await bench.locate("target");
  const service = { apiVersion: "v1", kind: "Service", spec: { ports: [{ port: 80 }] } };
  bench.cluster.create(services, {
    ...service,
    metadata: { name: "alike", namespace, labels: { [labels.application]: "shop" } },
  });
  await bench.cluster.client.patch(
    services,
    { namespace, name: "front-front" },
    { type: "merge", body: { metadata: { annotations: { [annotations.skipCollection]: "true" } } } },
    { fieldManager: "somebody" },
  );
  await bench.define("web", { ...webTemplateWithService, outputs: {} });
  await bench.application("two");
  await bench.rollout(v1ToV2);
  await bench.source.ensureCollected(await bench.observe(), inPlace, signal);
  expect(await bench.names(services)).toEqual(["alike", "front-front"]);
});

test("B-03: when the revisions are gone the recorded workloads are let go", async () => {
  await using bench = await Bench.open();
  await bench.application("one");
  await bench.rollout(v1);
  const recorded = { apiVersion: "apps/v1", kind: "Deployment", name: "front", uid: "u1", revision: "shop-v1" };
  const rolling = statusWith(
    { rollingState: "rollingInBatches", lastTarget: "shop-v1" },
    { workloads: [{ role: "target", ...recorded }] },
  );
  await bench.source.publish(await bench.observe(), rolling, signal);
  await bench.cluster.client.delete(applicationRevisions, { namespace, name: "shop-v1" });
  const { workload, obstacle } = await bench.observe();
  expect(obstacle).toMatchObject({ code: "REVISION_NOT_FOUND" });
  expect(workload?.target).toMatchObject({ key: { namespace, name: "front" }, uid: "u1", revision: "shop-v1" });
});

test("B-30: another pair ordered on the way first lets go of the recorded one", async () => {
  await using bench = await Bench.open();
  await bench.application("one");
  await bench.application("two");
  await bench.rollout(v1ToV2);
  const workload = (revision: string) => ({
    apiVersion: "apps/v1",
    kind: "Deployment",
    name: `front-${revision}`,
    revision: `shop-${revision}`,
  });
  const rolling = statusWith(
    { rollingState: "rollingInBatches", lastTarget: "shop-v2", lastSource: "shop-v1" },
    {
      workloads: [
        { role: "target", ...workload("v2") },
        { role: "source", ...workload("v1") },
      ],
    },
  );
  await bench.source.publish(await bench.observe(pair), rolling, signal);
  await bench.rollout({ sourceAppRevisionName: "shop-v2", targetAppRevisionName: "shop-v1" });
  const { workload: old, located } = await bench.observe(pair);
  expect([old?.target.key.name, old?.source?.key.name]).toEqual(["front-v2", "front-v1"]);
  expect(located).toEqual({ target: false, source: false });
});

test("the finalizer comes and goes, others stay", async () => {
  await using bench = await Bench.open();
  await bench.application("one");
  await bench.rollout(v1);
  await bench.source.ensureFinalizer(await bench.observe(), true, signal);
  expect(await bench.observe()).toMatchObject({ finalizer: true, deleted: false });
  await bench.cluster.client.delete(appRollouts, { namespace, name: "roll" });
  const deleting = await bench.observe();
  expect(deleting).toMatchObject({ finalizer: true, deleted: true });
  await bench.source.ensureFinalizer(deleting, false, signal);
  expect(await bench.source.observe({ namespace, name: "roll" }, inPlace, signal)).toBeUndefined();
});

test("a status is written to exactly the object that was observed", async () => {
  await using bench = await Bench.open();
  await bench.application("one");
  await bench.rollout(v1);
  const before = await bench.observe();
  await bench.rollout({ ...v1, rolloutPlan: { paused: true } });
  await expect(bench.source.publish(before, statusWith({}), signal)).rejects.toMatchObject({ code: 409 });
});

test("rollouts are woken by their object, their revisions and what they dispatched", async () => {
  await using bench = await Bench.open();
  await bench.application("one");
  await bench.rollout(v1);
  await bench.observe();
  const woken: string[] = [];
  using _subscription = bench.source.subscribe(({ name }) => woken.push(name));
  const wakes = async (act: () => Promise<unknown>): Promise<boolean> => {
    woken.length = 0;
    await act();
    return woken.includes("roll");
  };
  expect(await wakes(() => bench.rollout({ ...v1, rolloutPlan: { paused: true } }))).toBe(true);
  expect(await wakes(() => bench.application("two"))).toBe(true);
  expect(await wakes(() => bench.locate("target"))).toBe(true);
  const other = { ...(bench.live(applicationRevisions, "shop-v1") as KubeObject) };
  const foreign = { ...other, metadata: { name: "stall-v1", namespace } };
  expect(await wakes(async () => bench.cluster.create(applicationRevisions, foreign))).toBe(false);
  expect(keyOf(foreign).name).toBe("stall-v1");
});

test("a kind that is served later is an obstacle until then, and the rollout is woken to look again", async () => {
  await using bench = await Bench.open();
  const gadget = { apiVersion: "example.com/v1", kind: "Gadget", metadata: {} };
  await bench.define("web", { ...webTemplate, outputs: { gadget } });
  await bench.application("one");
  await bench.rollout(v1);
  expect((await bench.observe()).obstacle).toMatchObject({ code: "CRD_MISSING" });
  const woken: string[] = [];
  using _subscription = bench.source.subscribe(({ name }) => woken.push(name));
  bench.cluster.create(definitions, gadgetDefinition);
  await bench.settle();
  expect(woken).toEqual([]);
  await bench.cluster.clock.advance(15_000);
  expect(woken).toEqual(["roll"]);
  expect((await bench.observe()).obstacle).toBeUndefined();
});
