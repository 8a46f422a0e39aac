import type { RecordedRollout } from "../extension-points/rollout-source.ts";
import type { ObservedWorkload } from "../extension-points/workload-adapter.ts";
import { keyOf, type KubeObject } from "../kube/kube-object.ts";
import { asksAnew } from "../machine/guards.ts";
import { absentSide, type SideFacts } from "../model/facts.ts";
import type { RolloutState } from "../model/rollout-state.ts";
import type { RolloutStatus, WaitingStatus } from "../model/rollout-status.ts";
import { isTerminal } from "../model/states.ts";
import type { Step } from "../model/step.ts";
import type { RevisionPods, RolloutView, RolloutWord, StepView, WaitingView } from "./rollout-view.ts";

/** What a view is built from: the object, and the live numbers where they are known. */
export interface ViewInput {
  readonly cluster: string;
  readonly object: KubeObject;
  readonly recorded: RecordedRollout;
  readonly workload: ObservedWorkload | undefined;
  readonly steps: readonly Step[];
  /** Milliseconds since the epoch. */
  readonly now: number;
  /** When the cluster was last seen; the view is not fresh when that is too long ago. */
  readonly observedAt: number;
  readonly fresh: boolean;
}

/** A guard that has been false for less than this is not worth calling a wait. */
const waitsAfterMs = 5000;

const startState = "locatingTargetApp";

export function buildView(input: ViewInput): RolloutView {
  const { object, recorded, workload, steps } = input;
  const { namespace, name } = keyOf(object);
  const state = recorded.status?.state;
  const word = wordOf(input);
  const index = state?.currentBatch ?? 0;
  return {
    apiVersion: "cli.bellwether.dev/v1",
    kind: "RolloutView",
    cluster: input.cluster,
    namespace,
    name,
    uid: object.metadata.uid ?? "",
    labels: object.metadata.labels ?? {},
    source: object.kind,
    strategy: recorded.status?.strategy ?? recorded.plan.rolloutStrategy ?? "IncreaseFirst",
    state: word,
    reason: word === "failed" ? (state?.step.outcome ?? null) : null,
    rollingState: state?.rollingState ?? startState,
    batchRollingState: state?.rollingState === "rollingInBatches" ? state.batchRollingState : null,
    revisions: { source: recorded.source === "" ? null : recorded.source, target: recorded.target },
    step: { index, of: steps.length, name: steps[index]?.name ?? null },
    steps: steps.map((step) => stepView(step, state, word)),
    pods: podsOf(recorded, workload, state, steps),
    traffic: null,
    metrics: [],
    waiting: waitingView(recorded.status?.waiting),
    eta: { atLeastSeconds: isEnded(word) ? 0 : null, blockedBy: blockedBy(word, recorded.status?.waiting) },
    lastCommand: null,
    allowed: allowedOrders(word, recorded),
    createdAt: object.metadata.creationTimestamp ?? null,
    observedAt: new Date(input.observedAt).toISOString(),
    fresh: input.fresh,
  };
}

function wordOf({ recorded, now, fresh }: ViewInput): RolloutWord {
  const { status, desired, plan, target, source } = recorded;
  if (!fresh) return "unknown";
  if (status === undefined || asksAnew(status.state, { target, source, targetSize: plan.targetSize })) return "pending";
  const { rollingState } = status.state;
  if (rollingState === "rolloutSucceed") return "succeeded";
  if (rollingState === "rolloutFailed") return "failed";
  if (rollingState === "rolloutFailing" && status.state.step.outcome !== "Failed") return "rollingBack";
  if (rollingState === "rollingInBatches" && (plan.paused === true || desired === "Hold")) return "paused";
  const { waiting } = status;
  if (waiting === undefined) return "moving";
  if (waiting.for === "person") return "needsYou";
  return now - Date.parse(waiting.since) < waitsAfterMs ? "moving" : "waiting";
}

function isEnded(word: RolloutWord): boolean {
  return word === "succeeded" || word === "failed";
}

function stepView(step: Step, state: RolloutState | undefined, word: RolloutWord): StepView {
  const { traffic } = step;
  return {
    index: step.index,
    name: step.name ?? null,
    state: stepWord(step.index, state, word),
    pods: step.pods,
    extra: step.extra,
    weight: traffic !== undefined && "weight" in traffic ? traffic.weight : null,
  };
}

function stepWord(index: number, state: RolloutState | undefined, word: RolloutWord): RolloutWord {
  if (state === undefined) return "pending";
  if (state.rollingState === "rolloutSucceed" || state.rollingState === "finalising") return "succeeded";
  const begun = state.rollingState === "rollingInBatches" || isTerminal(state.rollingState);
  if (index < state.currentBatch) return "succeeded";
  return index === state.currentBatch && begun ? word : "pending";
}

function podsOf(
  recorded: RecordedRollout,
  workload: ObservedWorkload | undefined,
  state: RolloutState | undefined,
  steps: readonly Step[],
): RolloutView["pods"] {
  const size = state !== undefined && state.targetSize >= 0 ? state.targetSize : (workload?.size ?? null);
  const target = workload?.target ?? absentSide;
  const source = workload?.source ?? absentSide;
  const wanted = state?.rollingState === "rolloutSucceed" ? (steps.at(-1)?.pods ?? target.asked) : target.asked;
  const rows: RevisionPods[] = [row(recorded.target, "target", target, wanted, workload?.problems ?? [])];
  if (recorded.source !== "" && (source.existing > 0 || source.asked > 0))
    rows.push(row(recorded.source, "source", source, source.asked, []));
  return { size, byRevision: rows };
}

function row(
  revision: string,
  role: "target" | "source",
  side: SideFacts,
  wanted: number,
  problems: readonly string[],
): RevisionPods {
  return { revision, role, wanted, total: side.existing, ready: side.ready, problems };
}

function waitingView(waiting: WaitingStatus | undefined): WaitingView | null {
  if (waiting === undefined) return null;
  return {
    guard: waiting.guard,
    for: waiting.for,
    since: waiting.since,
    deadline: waiting.deadline ?? null,
    onExpiry: waiting.onExpiry ?? null,
    code: waiting.code ?? null,
    text: waiting.text,
    remedy: waiting.remedy ?? null,
  };
}

function blockedBy(word: RolloutWord, waiting: WaitingStatus | undefined): string | null {
  return word === "needsYou" || word === "paused" ? (waiting?.guard ?? "Resumed") : null;
}

function allowedOrders(
  word: RolloutWord,
  { status }: { readonly status: RolloutStatus | undefined },
): readonly string[] {
  if (isEnded(word) || word === "unknown" || word === "rollingBack") return [];
  const approves = status?.waiting?.guard === "PartitionRaised" ? ["approve"] : [];
  return word === "paused" ? ["resume"] : [...approves, "pause"];
}
