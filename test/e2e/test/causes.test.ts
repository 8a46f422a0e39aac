import type { KubeObject } from "@bellwether/core";
import { describe, expect, test } from "vitest";
import { run } from "./kit/command.ts";
import { expectCrashFreeEnd } from "./kit/crash-free.ts";
import { movements } from "./kit/movements.ts";
import { readyPods } from "./kit/pods.ts";
import { hasSucceeded, statusOf, untilStatus, waitsWith } from "./kit/rollout-status.ts";
import { applyRevision, openScene, runV1, type Scene } from "./kit/scene.ts";
import { until } from "./kit/until.ts";
import { application, definition, rollout, rolloutTo } from "./kit/walkthrough.ts";

const [v1, v2] = ["test-rolling-v1", "test-rolling-v2"];
const forward = { source: v1, target: v2, batches: [1, 2, 2] };

/** How soon a person must see what is wrong. */
const soon = { limitMs: 5000 };

function noteOf(code: string, { cluster }: Scene): boolean {
  return cluster.list("Event").some((event) => JSON.stringify([event["reason"], event["note"]]).includes(code));
}

const wrongPlans = [
  {
    code: "PLAN_BATCHES_EXCEED_SIZE",
    plan: { rolloutBatches: [{ replicas: 1 }, { replicas: 2 }, { replicas: 4 }] },
    field: "spec.rolloutPlan.rolloutBatches[2].replicas",
  },
  { code: "PLAN_BATCHES_MISSING", plan: { rolloutBatches: [] }, field: "spec.rolloutPlan has no batches" },
  {
    code: "PLAN_BATCHES_SHORT_OF_SIZE",
    plan: { rolloutBatches: [{ replicas: 1 }, { replicas: 1 }] },
    field: "spec.rolloutPlan.rolloutBatches",
  },
  {
    code: "PLAN_BATCH_UNREADABLE",
    plan: { rolloutBatches: [{ replicas: "a few" }, { replicas: 2 }] },
    field: "spec.rolloutPlan.rolloutBatches[0].replicas",
  },
  { code: "PLAN_SIZE_MISMATCH", plan: { targetSize: 7 }, field: "spec.rolloutPlan.targetSize" },
  { code: "PLAN_STRATEGY_UNKNOWN", plan: { rolloutStrategy: "Canary" }, field: "spec.rolloutPlan.rolloutStrategy" },
  {
    code: "PLAN_FIELD_NOT_SERVED",
    plan: { canaryMetric: [{ name: "errors" }] },
    field: "spec.rolloutPlan.canaryMetric",
  },
] as const;

test.each(wrongPlans)("a plan refused with $code says so, moves nothing, and goes on when corrected", async (wrong) => {
  await using scene = await openScene();
  const { cluster, person } = scene;
  await runV1(scene);
  const before = movements(cluster).length;
  const order = rolloutTo(forward);
  const { rolloutPlan } = order["spec"] as { rolloutPlan: object };
  await person.apply({
    ...order,
    spec: { ...(order["spec"] as object), rolloutPlan: { ...rolloutPlan, ...wrong.plan } },
  });
  const { waiting } = await untilStatus(cluster, waitsWith(wrong.code), soon);
  expect(waiting).toMatchObject({ guard: "SpecVerified", for: "person", text: expect.stringContaining(wrong.field) });
  expect(waiting?.remedy).toMatch(/\w/);
  await until(() => noteOf(wrong.code, scene), 2000);
  expect(readyPods(cluster)).toEqual({ "4.0.6": 5 });

  await person.apply(order);
  await expectCrashFreeEnd(cluster, { since: before });
});

test("a wrong plan is named by describe with field, reason and remedy", async () => {
  await using scene = await openScene();
  const { cluster, person } = scene;
  await runV1(scene);
  await person.apply(rolloutTo({ ...forward, batches: [1, 2, 4] }));
  await untilStatus(cluster, waitsWith("PLAN_BATCHES_EXCEED_SIZE"), soon);
  const { code, stdout } = await run(["describe", "rolling-example"], { KUBECONFIG: cluster.kubeconfig });
  expect(code).toBe(0);
  expect(stdout).toMatch(/^State .*rolloutBatches\[2\]\.replicas is 4, but 2 of 5 pods are left/m);
  expect(stdout).toMatch(/^Fix +\w/m);
});

test("a plan that becomes wrong mid-flight holds where it is until it is corrected", async () => {
  await using scene = await openScene();
  const { cluster, person } = scene;
  await runV1(scene);
  const before = movements(cluster).length;
  await person.apply(rolloutTo({ ...forward, plan: { batchPartition: 0 } }));
  await untilStatus(cluster, ({ waiting }) => waiting?.guard === "PartitionRaised");
  await person.apply(rolloutTo({ ...forward, batches: [1, 2, 9] }));
  await untilStatus(cluster, waitsWith("PLAN_BATCHES_EXCEED_SIZE"), soon);
  expect(readyPods(cluster)).toEqual({ "4.0.6": 4, "5.0.2": 1 });
  await person.apply(rolloutTo(forward));
  await expectCrashFreeEnd(cluster, { since: before });
});

test("a revision that does not exist yet", async () => {
  await using scene = await openScene();
  const { cluster, person } = scene;
  await person.apply(definition);
  await person.apply(rollout.v1);
  await untilStatus(cluster, waitsWith("REVISION_NOT_FOUND"), soon);
  await applyRevision(scene, application.v1, v1);
  await untilStatus(cluster, hasSucceeded(v1));
  await applyRevision(scene, application.v2, v2);
  const before = movements(cluster).length;
  await person.apply(rolloutTo({ ...forward, target: "test-rolling-v9" }));
  const { waiting } = await untilStatus(cluster, waitsWith("REVISION_NOT_FOUND"), soon);
  expect(waiting?.text).toContain("test-rolling-v9");
  await person.apply(rolloutTo(forward));
  await expectCrashFreeEnd(cluster, { since: before });
});

test("a component that the revision does not have", async () => {
  await using scene = await openScene();
  const { cluster, person } = scene;
  await runV1(scene);
  const before = movements(cluster).length;
  const order = rolloutTo(forward);
  await person.apply({ ...order, spec: { ...(order["spec"] as object), componentList: ["another"] } });
  const { waiting } = await untilStatus(cluster, waitsWith("COMPONENT_NOT_FOUND"), soon);
  expect(waiting?.text).toContain("another");
  await person.apply(order);
  await expectCrashFreeEnd(cluster, { since: before });
});

/** The walk-through's definition with another template. */
function definitionWith(template: string): KubeObject {
  const spec = definition["spec"] as { readonly schematic: { readonly cue: { readonly template: string } } };
  return { ...definition, spec: { ...spec, schematic: { cue: { template } } } };
}

test("a workload of a kind that no plugin rolls", async () => {
  await using scene = await openScene();
  const { cluster, person } = scene;
  const job = 'output: {\n apiVersion: "batch/v1"\n kind: "Job"\n spec: {}\n}\nparameter: {...}';
  await person.apply(definitionWith(job));
  await applyRevision(scene, application.v1, v1);
  await person.apply(rollout.v1);
  const { waiting } = await untilStatus(cluster, waitsWith("WORKLOAD_UNSUPPORTED"), soon);
  expect(waiting?.text).toMatch(/Job/);
  await person.apply(definition);
  await until(() => cluster.find("ApplicationRevision", v2) !== undefined, 5000);
  await person.apply({ ...rollout.v1, spec: { ...(rollout.v1["spec"] as object), targetAppRevisionName: v2 } });
  await untilStatus(cluster, hasSucceeded(v2));
  expect(readyPods(cluster)).toEqual({ "4.0.6": 5 });
});

const looping = `import "list"
output: {
  apiVersion: "apps.kruise.io/v1alpha1"
  kind: "CloneSet"
  n: len([ for a in list.Range(0, 20000, 1) for b in list.Range(0, 20000, 1) {a * b} ])
}
parameter: {...}`;
const doubled = Array.from({ length: 30 }, (_, index) => `s${index + 1}: s${index} + s${index}`).join("\n");
const eating = `_s: { s0: "${"a".repeat(32)}"\n${doubled} }
output: { apiVersion: "apps.kruise.io/v1alpha1", kind: "CloneSet", size: len(_s.s30) }
parameter: {...}`;

describe.each([
  ["does not parse", "output: {", "RENDER_FAILED"],
  ["contradicts itself", 'output: kind: "CloneSet" & "Deployment"\nparameter: {...}', "RENDER_FAILED"],
  ["loops", looping, "RENDER_TIMEOUT"],
  ["eats memory", eating, "RENDER_OUT_OF_MEMORY"],
])("a template that %s", (_, template, code) => {
  test("is named, and the rollout goes on when it is corrected", async () => {
    await using scene = await openScene();
    const { cluster, person } = scene;
    await runV1(scene);
    const before = movements(cluster).length;
    await person.apply(definitionWith(template), rolloutTo({ ...forward, target: "test-rolling-v3" }));
    const { waiting } = await untilStatus(cluster, waitsWith(code), soon);
    expect(waiting?.text).toMatch(/Application test-rolling makes none: .*"metrics-provider"/);
    const { conditions } = statusOf(cluster.find("Application", "test-rolling"));
    expect(conditions).toContainEqual(expect.objectContaining({ type: "Render", status: "False", reason: code }));
    expect(readyPods(cluster)).toEqual({ "4.0.6": 5 });

    const { template: good } = (definition["spec"] as { schematic: { cue: { template: string } } }).schematic.cue;
    await person.apply(definitionWith(`${good}// corrected\n`));
    await expectCrashFreeEnd(cluster, { since: before, target: "test-rolling-v3" });
  });
});
