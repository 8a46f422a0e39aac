import type { RolloutView } from "@bellwether/core";
import type { OutputStream } from "../src/terminal/terminal.ts";

export const now: number = Date.parse("2026-11-24T16:03:02Z");

const ago = (seconds: number): string => new Date(now - seconds * 1000).toISOString();

export function view(change: Partial<RolloutView> = {}): RolloutView {
  return {
    apiVersion: "cli.bellwether.dev/v1",
    kind: "RolloutView",
    cluster: "west",
    namespace: "default",
    name: "rolling-example",
    uid: "u-1",
    labels: {},
    source: "AppRollout",
    strategy: "IncreaseFirst",
    state: "waiting",
    reason: null,
    rollingState: "rollingInBatches",
    batchRollingState: "batchInRolling",
    revisions: { source: "test-rolling-v1", target: "test-rolling-v2" },
    step: { index: 1, of: 3, name: null },
    steps: [
      { index: 0, name: null, state: "succeeded", pods: 1, extra: 0, weight: null },
      { index: 1, name: null, state: "waiting", pods: 3, extra: 0, weight: null },
      { index: 2, name: null, state: "pending", pods: 5, extra: 0, weight: null },
    ],
    pods: {
      size: 5,
      byRevision: [
        {
          revision: "test-rolling-v2",
          role: "target",
          wanted: 3,
          total: 3,
          ready: 2,
          problems: ["metrics-provider-x2k: ImagePullBackOff: podinfo:5.0.3 not found"],
        },
        { revision: "test-rolling-v1", role: "source", wanted: 2, total: 2, ready: 2, problems: [] },
      ],
    },
    traffic: null,
    metrics: [],
    waiting: {
      guard: "BatchPodsReady",
      for: "cluster",
      since: ago(6),
      deadline: new Date(now + 3_594_000).toISOString(),
      onExpiry: "Hold",
      code: null,
      text: "1 of 3 pods of test-rolling-v2 ready",
      remedy: null,
    },
    eta: { atLeastSeconds: null, blockedBy: null },
    lastCommand: null,
    allowed: ["pause"],
    createdAt: ago(600),
    observedAt: ago(0),
    fresh: true,
    ...change,
  };
}

export const succeeded: RolloutView = view({
  cluster: "east",
  state: "succeeded",
  rollingState: "rolloutSucceed",
  batchRollingState: null,
  waiting: null,
  step: { index: 2, of: 3, name: null },
  steps: [1, 3, 5].map((pods, index) => ({ index, name: null, state: "succeeded", pods, extra: 0, weight: null })),
  pods: {
    size: 5,
    byRevision: [{ revision: "test-rolling-v2", role: "target", wanted: 5, total: 5, ready: 5, problems: [] }],
  },
  allowed: [],
});

export const needsYou: RolloutView = view({
  state: "needsYou",
  waiting: {
    guard: "PartitionRaised",
    for: "person",
    since: ago(10_800),
    deadline: null,
    onExpiry: null,
    code: null,
    text: "batch 2 is done; batchPartition is 1",
    remedy: null,
  },
  pods: {
    size: 5,
    byRevision: [{ revision: "test-rolling-v2", role: "target", wanted: 3, total: 3, ready: 3, problems: [] }],
  },
  eta: { atLeastSeconds: null, blockedBy: "PartitionRaised" },
  allowed: ["approve", "pause"],
});

export class TextStream implements OutputStream {
  text = "";

  write(text: string): void {
    this.text += text;
  }
}
