import { heldAnnotation, RolloutError, withOwner, type KubeObject } from "@bellwether/core";
import { describe, expect, test } from "vitest";
import { readCloneSet } from "../src/clone-set.ts";
import { claimWrite, podsWrite, releaseWrite } from "../src/clone-set-writes.ts";
import { liveCloneSet, owner, rollout, scale } from "./clone-set.ts";

const held = { replicas: 10, updateStrategy: { paused: true, partition: 10 } };

function claimed(object: KubeObject): KubeObject {
  return { ...object, metadata: { ...object.metadata, ownerReferences: withOwner(object, owner) } };
}

describe("a claim", () => {
  test.each([
    [0, "100%"],
    [3, 7],
    [12, 0],
  ])("with %i pods updated already lifts the hold at partition %s", (updatedReplicas, partition) => {
    const set = readCloneSet(liveCloneSet(held, { replicas: 10, updatedReplicas }));
    expect(claimWrite(set, rollout)).toMatchObject({ spec: { updateStrategy: { paused: false, partition } } });
  });

  test("waits for a status of the template that is held now", () => {
    const status = { replicas: 10, updatedReplicas: 10, observedGeneration: 3 };
    expect(claimWrite(readCloneSet(liveCloneSet(held, status)), rollout)).toBeUndefined();
  });

  test("for a scale keeps pods at rest that an update left in the middle", () => {
    const between = { replicas: 10, updateStrategy: { paused: true, partition: 2 } };
    const set = readCloneSet(liveCloneSet(between, { replicas: 10, updatedReplicas: 4 }));
    expect(claimWrite(set, scale)).toMatchObject({ spec: { updateStrategy: { paused: false, partition: 6 } } });
  });

  test.each([0, 3])(
    "for a scale holds the %i pods there are, so that those to come are of its revision",
    (replicas) => {
      const untouched = { replicas, updateStrategy: { paused: true, partition: "100%" } };
      const set = readCloneSet(liveCloneSet(untouched, { replicas, updatedReplicas: 0 }));
      expect(claimWrite(set, scale)?.["spec"]).toEqual({ updateStrategy: { paused: false, partition: replicas } });
    },
  );
});

describe("pods", () => {
  const live = liveCloneSet({ replicas: 10, updateStrategy: { partition: 10 } }, { replicas: 10 });

  test("of the target are all but the partition", () => {
    expect(podsWrite(readCloneSet(live), rollout, "target", 3)).toEqual({ spec: { updateStrategy: { partition: 7 } } });
  });

  test("of the source are the partition", () => {
    expect(podsWrite(readCloneSet(live), rollout, "source", 7)).toEqual({ spec: { updateStrategy: { partition: 7 } } });
  });

  test("of the source on the way back are all but the partition, and a pause ends", () => {
    const back = liveCloneSet(held, { replicas: 10 }, { revision: "v1" });
    expect(podsWrite(readCloneSet(back), rollout, "source", 10)).toEqual({
      spec: { updateStrategy: { partition: 0, paused: false } },
    });
  });

  test("are not moved to a template of neither revision", () => {
    const other = readCloneSet(liveCloneSet(held, { replicas: 10 }, { revision: "v3" }));
    expect(() => podsWrite(other, rollout, "target", 3)).toThrow(RolloutError);
    expect(() => podsWrite(other, rollout, "target", 3)).toThrow("CloneSet default/web has the template of v3");
  });

  test("of a scale are the replicas", () => {
    expect(podsWrite(readCloneSet(live), scale, "target", 12)).toEqual({ spec: { replicas: 12 } });
    expect(podsWrite(readCloneSet(live), scale, "target", 10)).toBeUndefined();
  });
});

describe("a release", () => {
  const midway = claimed(liveCloneSet({ replicas: 10, updateStrategy: { partition: 7 } }, { replicas: 10 }));

  test("writes nothing on what another object owns", () => {
    expect(releaseWrite(readCloneSet(liveCloneSet(held, {})), rollout, "inPlace")).toBeUndefined();
  });

  test("in place holds a rollout and says how it goes on, back and free", () => {
    const write = releaseWrite(readCloneSet(midway), rollout, "inPlace") as unknown as KubeObject;
    expect(write["spec"]).toEqual({ updateStrategy: { paused: true } });
    expect(JSON.parse(write.metadata.annotations?.[heldAnnotation] ?? "")).toEqual({
      rollout: "AppRollout default/web",
      position: { v2: 3, v1: 7 },
      fields: { "spec.updateStrategy.paused": true, "spec.updateStrategy.partition": 7 },
      goOn: expect.stringContaining('"paused":false,"partition":0') as string,
      goBack: expect.stringContaining("kubectl kruise -n default rollout undo cloneset/web && ") as string,
      release: expect.stringContaining('"paused":false}') as string,
    });
  });

  test("in place leaves a scale unpaused", () => {
    expect(releaseWrite(readCloneSet(midway), scale, "inPlace")?.["spec"]).toBeUndefined();
  });
});
