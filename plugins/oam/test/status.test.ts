import { initialState, RolloutError, type KubeObject, type RolloutStatus } from "@bellwether/core";
import { expect, test } from "vitest";
import { readStatus } from "../src/rollout/read-status.ts";
import { Bench, namespace, signal } from "./bench.ts";
import { appRollouts } from "../src/kinds/resource-types.ts";

const full: RolloutStatus = {
  state: {
    rollingState: "rollingInBatches",
    batchRollingState: "batchVerifyFailed",
    currentBatch: 2,
    step: {
      attempt: 3,
      phase: "raise",
      entered: 1_767_225_600_123,
      since: 1_767_225_601_456,
      generation: 7,
      outcome: "Failed",
      waived: "Step",
      paused: true,
      done: ["notify"],
    },
    originalSize: 5,
    targetSize: 10,
    lastTarget: "shop-v2",
    lastSource: "shop-v1",
    upgradedReplicas: 4,
    upgradedReadyReplicas: 3,
    stable: { revision: "shop-v1", size: 10 },
  },
  conditions: [
    {
      type: "BatchReady",
      status: "True",
      lastTransitionTime: "2026-01-01T00:00:00Z",
      reason: "PartitionRaised",
      message: "m",
    },
  ],
  waiting: {
    guard: "FailureDecided",
    for: "person",
    since: "2026-01-01T00:00:00Z",
    deadline: "2026-01-01T01:00:00Z",
    onExpiry: "Hold",
    code: "WORKLOAD_GONE",
    text: "a person decides",
    remedy: "decide",
  },
  workloads: [
    { role: "target", apiVersion: "apps/v1", kind: "Deployment", name: "front", uid: "u", revision: "shop-v2" },
  ],
  strategy: "IncreaseFirst",
  epoch: 4,
  observedGeneration: 7,
};

const fresh: RolloutStatus = {
  ...full,
  state: initialState(1_767_225_600_000),
  conditions: [],
  waiting: undefined,
  workloads: [],
};

test("a status comes back from the cluster as it was written, and fields that went are gone", async () => {
  await using bench = await Bench.open();
  await bench.rollout({ targetAppRevisionName: "shop-v1" });
  expect((await bench.observe()).status).toBeUndefined();
  for (const status of [full, fresh]) {
    await bench.source.publish(await bench.observe(), status, signal);
    expect((await bench.observe()).status).toEqual(status);
  }
});

test("the spelling on the wire is the seed's", async () => {
  await using bench = await Bench.open();
  await bench.rollout({ targetAppRevisionName: "shop-v1" });
  await bench.source.publish(await bench.observe(), full, signal);
  expect(bench.live(appRollouts, "roll")?.["status"]).toMatchObject({
    rollingState: "rollingInBatches",
    batchRollingState: "batchVerifyFailed",
    currentBatch: 2,
    rolloutOriginalSize: 5,
    rolloutTargetSize: 10,
    upgradedReplicas: 4,
    upgradedReadyReplicas: 3,
    lastTargetAppRevision: "shop-v2",
    LastSourceAppRevision: "shop-v1",
  });
});

function withStatus(status: object): KubeObject {
  return { apiVersion: "core.oam.dev/v1beta1", kind: "AppRollout", metadata: { name: "roll", namespace }, status };
}

test.each([
  [{ rollingState: "rolloutAbandoned" }, "status.rollingState"],
  [{ rollingState: "rollingInBatches", batchRollingState: "half" }, "status.batchRollingState"],
  [{ rollingState: "rolloutFailed", step: { outcome: "Tired" } }, "status.step.outcome"],
])("%j is not decided on", (status, field) => {
  const read = (): unknown => readStatus(withStatus(status));
  expect(read).toThrow(RolloutError);
  expect(read).toThrow(expect.objectContaining({ code: "STATUS_UNREADABLE", place: { field } }));
});

test("a status that KubeVela wrote is read: its time starts with its last condition", () => {
  const conditions = [
    { type: "RolloutInProgress", status: "True", lastTransitionTime: "2021-12-03T10:00:00Z", reason: "" },
  ];
  const status = readStatus(withStatus({ rollingState: "rolloutSucceed", currentBatch: 2, conditions }));
  expect(status?.state.step).toMatchObject({ attempt: 1, since: Date.parse("2021-12-03T10:00:00Z") });
});

test("the hash of the target's manifest is written, as the last applied one after a success, and goes when a run starts over", async () => {
  await using bench = await Bench.open();
  await bench.application("one");
  await bench.rollout({ targetAppRevisionName: "shop-v1" });
  const publish = async (state: Partial<RolloutStatus["state"]>): Promise<unknown> => {
    const status = { ...fresh, state: { ...fresh.state, lastTarget: "shop-v1", ...state } };
    await bench.source.publish(await bench.observe(), status, signal);
    const written = bench.live(appRollouts, "roll")?.["status"] as Record<string, unknown>;
    return [written["targetGeneration"], written["lastAppliedPodTemplateIdentifier"]];
  };
  expect(await publish({ lastTarget: "" })).toEqual(["", ""]);
  expect(await publish({ rollingState: "rollingInBatches" })).toEqual([expect.stringMatching(/^\w+$/), ""]);
  const [hash] = (await publish({ rollingState: "rolloutSucceed" })) as string[];
  expect(await publish({ rollingState: "rolloutSucceed" })).toEqual([hash, hash]);
  expect(await publish({ lastTarget: "" })).toEqual(["", ""]);
});
