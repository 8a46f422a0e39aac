import { withOwner, type KubeObject, type ObservedWorkload, type WorkloadPair } from "@bellwether/core";
import { describe, expect, test } from "vitest";
import { readDeployment } from "../src/deployment.ts";
import { observedPair } from "../src/deployment-pair.ts";
import { liveDeployment, owner, rollout, scale } from "./deployment.ts";

function observe(
  pair: WorkloadPair,
  target?: KubeObject,
  source?: KubeObject,
  abandoned: readonly KubeObject[] = [],
): ObservedWorkload {
  const read = (object: KubeObject | undefined) => (object === undefined ? undefined : readDeployment(object));
  const found = { target: read(target), source: read(source), abandoned: abandoned.map(readDeployment) };
  return observedPair(pair, found, []);
}

function owned(object: KubeObject): KubeObject {
  return { ...object, metadata: { ...object.metadata, ownerReferences: withOwner(object, owner) } };
}

const target = liveDeployment("web-v2", { replicas: 4 }, { readyReplicas: 3 });
const source = liveDeployment("web-v1", { replicas: 6 }, { replicas: 7 });

test("each side is an object, and the size is the sum of both", () => {
  const { size, refs, ...seen } = observe(rollout, target, source);
  expect(seen.target).toEqual({ exists: true, asked: 4, existing: 4, ready: 3, observed: true });
  expect(seen.source).toEqual({ exists: true, asked: 6, existing: 7, ready: 6, observed: true });
  expect(size).toBe(10);
  expect(refs.map(({ key, uid }) => [key.name, uid])).toEqual([
    ["web-v2", "web-v2-uid"],
    ["web-v1", "web-v1-uid"],
  ]);
});

test("what former rollouts have left is counted, and neither claimed nor waited for", () => {
  const left = [
    liveDeployment("web-v0", { replicas: 2 }),
    liveDeployment("web-x", { replicas: 3 }, { readyReplicas: 1 }),
  ];
  const seen = observe(rollout, owned(target), owned(liveDeployment("web-v1", { replicas: 6 })), left);
  expect(seen).toMatchObject({ size: 15, claimed: true, settled: true });
  expect(seen.abandoned).toEqual({ exists: true, asked: 5, existing: 5, ready: 3, observed: true });
});

describe("is settled", () => {
  test.each<[string, KubeObject, KubeObject, boolean]>([
    ["when both have the pods they ask for", target, liveDeployment("web-v1", { replicas: 6 }), true],
    ["not while pods of the source are still to go", target, source, false],
    [
      "when the one that differs is paused",
      target,
      liveDeployment("web-v1", { replicas: 6, paused: true }, { replicas: 7 }),
      true,
    ],
    [
      "not on a status that is behind",
      target,
      liveDeployment("web-v1", { replicas: 6 }, { observedGeneration: 1 }),
      false,
    ],
  ])("%s", (_, one, other, settled) => {
    expect(observe(rollout, one, other).settled).toBe(settled);
  });
});

describe("is", () => {
  test.each<[string, KubeObject, KubeObject, boolean, boolean]>([
    ["claimed by both", owned(target), owned(source), true, false],
    ["claimed by half, neither claimed nor released", target, owned(source), false, false],
    ["claimed by the other half, neither claimed nor released", owned(target), source, false, false],
    ["released by both", target, source, false, true],
  ])("%s", (_, one, other, claimed, released) => {
    expect(observe(rollout, one, other)).toMatchObject({ claimed, released });
  });

  test("claimed as a whole when the source was collected", () => {
    expect(observe(rollout, owned(target))).toMatchObject({ claimed: true, released: false });
  });
});

describe("stands in the way", () => {
  test("a source that does not exist", () => {
    expect(observe(rollout, target).obstacle).toMatchObject({
      code: "WORKLOAD_GONE",
      message: "Deployment default/web-v1 of web-v1 does not exist",
    });
  });

  test("a target that was seen, and not one that is still to come", () => {
    const pair: WorkloadPair = { ...scale, target: { ...scale.target, uid: "web-v2-uid" } };
    expect(observe(pair).obstacle).toMatchObject({
      code: "WORKLOAD_GONE",
      message: "Deployment default/web-v2 of web-v2 with UID web-v2-uid does not exist any more",
    });
    expect(observe(scale).obstacle).toBeUndefined();
  });

  test("a controller of the same name with another UID", () => {
    const namesake = { ...owner, uid: "another" };
    const taken = { ...source, metadata: { ...source.metadata, ownerReferences: withOwner(source, namesake) } };
    expect(observe(rollout, target, taken).obstacle).toMatchObject({
      code: "TARGET_HAS_OWNER",
      message: "Deployment default/web-v1 is controlled by Rollout web, not by Rollout default/web",
    });
  });

  test.each([
    ["source selects the target's pods", { app: "web" }, { app: "web", "app.oam.dev/revision": "web-v2" }],
    ["target selects the source's pods", { app: "web", "app.oam.dev/revision": "web-v1" }, { app: "web" }],
  ])("a selector overlap: the %s", (_, sourceLabels, targetLabels) => {
    const one = liveDeployment("web-v2", { replicas: 4, selector: { matchLabels: targetLabels } });
    const other = liveDeployment("web-v1", { replicas: 6, selector: { matchLabels: sourceLabels } });
    expect(observe(rollout, one, other).obstacle?.code).toBe("WORKLOAD_SELECTOR_OVERLAP");
    expect(observe(rollout, target, source).obstacle).toBeUndefined();
  });
});
