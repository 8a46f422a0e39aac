import type { KubeObject, WorkloadPair } from "@bellwether/core";
import { describe, expect, test } from "vitest";
import { readCloneSet } from "../src/clone-set.ts";
import { observedCloneSet } from "../src/observed-clone-set.ts";
import { liveCloneSet, rollout, scale } from "./clone-set.ts";

function observe(object: KubeObject | undefined, pair: WorkloadPair) {
  return observedCloneSet(object === undefined ? undefined : readCloneSet(object), pair, []);
}

const moved = { replicas: 10, readyReplicas: 9, updatedReplicas: 3, updatedReadyReplicas: 2 };

describe("a rollout", () => {
  test("counts updated pods for the revision whose template it has", () => {
    const { target, source } = observe(
      liveCloneSet({ replicas: 10, updateStrategy: { partition: 7 } }, moved),
      rollout,
    );
    expect(target).toEqual({ exists: true, asked: 3, existing: 3, ready: 2, observed: true });
    expect(source).toEqual({ exists: true, asked: 7, existing: 7, ready: 7, observed: true });
  });

  test("counts them for the source on the way back", () => {
    const live = liveCloneSet({ replicas: 10, updateStrategy: { partition: 0 } }, moved, { revision: "v1" });
    const { target, source } = observe(live, rollout);
    expect(source).toMatchObject({ asked: 10, existing: 3, ready: 2 });
    expect(target).toMatchObject({ asked: 0, existing: 7, ready: 7 });
  });

  test("counts nothing for a template of neither", () => {
    const { target, source } = observe(liveCloneSet({ replicas: 10 }, moved, { revision: "v3" }), rollout);
    expect([target, source]).toMatchObject([
      { exists: true, asked: 0, existing: 0 },
      { exists: true, asked: 0, existing: 0 },
    ]);
  });

  test("asks for no more than there is while the CloneSet is paused", () => {
    const live = liveCloneSet({ replicas: 10, updateStrategy: { partition: 0, paused: true } }, moved);
    expect(observe(live, rollout).target).toMatchObject({ asked: 3, existing: 3 });
  });

  test("takes no count from a status that is older than the hold", () => {
    const held = { replicas: 10, updateStrategy: { partition: 10, paused: true } };
    const live = liveCloneSet(held, { ...moved, updatedReplicas: 10, observedGeneration: 3 });
    expect(observe(live, rollout).target).toEqual({ exists: true, asked: 0, existing: 0, ready: 0, observed: false });
  });

  test("follows a resize from outside", () => {
    const live = liveCloneSet({ replicas: 12, updateStrategy: { partition: 7 } }, { ...moved, replicas: 12 });
    expect(observe(live, rollout)).toMatchObject({ size: 12, target: { asked: 5 }, source: { asked: 7 } });
  });

  test.each([
    ["as many pods as asked", { replicas: 10 }, true],
    ["pods still to come", { replicas: 9 }, false],
    ["a status that is behind", { replicas: 10, observedGeneration: 3 }, false],
  ])("is settled with %s: %s", (_, status, settled) => {
    expect(observe(liveCloneSet({ replicas: 10 }, status), rollout).settled).toBe(settled);
  });
});

describe("a scale", () => {
  test("counts all pods as there, and those of its revision as ready", () => {
    expect(observe(liveCloneSet({ replicas: 8 }, moved), scale)).toMatchObject({
      size: 8,
      target: { asked: 8, existing: 10, ready: 2 },
      source: { exists: false },
    });
  });

  test.each([
    ["in the middle of an update", false, 3, false],
    ["paused in the middle of an update", true, 3, true],
    ["after an update", false, 10, true],
  ])("%s, paused %s, %i updated: settled %s", (_, paused, updatedReplicas, settled) => {
    const live = liveCloneSet({ replicas: 10, updateStrategy: { paused } }, { replicas: 10, updatedReplicas });
    expect(observe(live, scale).settled).toBe(settled);
  });
});

test("a missing CloneSet is an obstacle once it was seen", () => {
  expect(observe(undefined, rollout)).toMatchObject({ target: { exists: false }, claimed: false, settled: false });
  expect(observe(undefined, rollout).obstacle).toBeUndefined();
  const recorded = { ...rollout, target: { ...rollout.target, uid: "set-uid" } };
  expect(observe(undefined, recorded).obstacle).toMatchObject({
    code: "WORKLOAD_GONE",
    message: "CloneSet default/web with UID set-uid does not exist any more",
    remedy: "delete the rollout and apply it again: it then starts with what is there",
  });
});

test("a foreign controller is named with the remedy", () => {
  const other = {
    apiVersion: "core.oam.dev/v1beta1",
    kind: "AppRollout",
    name: "web-old",
    uid: "other",
    controller: true,
  };
  const live = liveCloneSet({ replicas: 10 }, moved, { ownerReferences: [other] });
  expect(observe(live, rollout).obstacle).toEqual({
    code: "TARGET_HAS_OWNER",
    field: "",
    message: "CloneSet default/web is controlled by AppRollout web-old, not by AppRollout default/web",
    remedy: "delete AppRollout web-old, or remove its owner reference",
  });
});
