import type { PodsSide } from "../model/effect.ts";
import type { Facts } from "../model/facts.ts";
import type { FailurePolicy } from "../model/plan.ts";
import type { RolloutState } from "../model/rollout-state.ts";
import { deadlineOf, guards, isLowered, type AwaitedGuard, type GuardName } from "./guards.ts";
import type { MachineState } from "./machine-state.ts";
import { positionOf, sideOf } from "./position.ts";
import { progress } from "./transitions.ts";

/** Who or what ends a wait. */
export type WaitingFor = "cluster" | "router" | "metric" | "hook" | "time" | "person" | "others" | "host";

export interface Waiting {
  readonly guard: AwaitedGuard;
  readonly for: WaitingFor;
  /** Milliseconds since the epoch; absent where only a person ends the wait. */
  readonly deadline?: number;
  readonly onExpiry?: FailurePolicy;
  readonly code?: string;
  readonly text: string;
  readonly remedy?: string;
  readonly wakeAt?: number;
}

export const waitingFor: Readonly<Record<AwaitedGuard, WaitingFor>> = {
  TargetLocated: "cluster",
  SpecVerified: "cluster",
  WorkloadClaimed: "cluster",
  BatchPodsReady: "cluster",
  PodsGone: "cluster",
  WorkloadReleased: "cluster",
  PartitionRaised: "person",
  Resumed: "person",
  FailureDecided: "person",
  EvidenceFresh: "cluster",
  HostLeading: "host",
};

/** The guard of the first row that would make progress. `standing`: the rollout is paused, or its plan is refused. */
export function waitingOf(
  machine: MachineState,
  facts: Facts,
  state: RolloutState,
  standing: boolean,
): Waiting | undefined {
  if (machine === "rolloutSucceed") return undefined;
  if (machine === "rolloutFailed") return isRefusedAtRest(facts, state) ? refused(facts) : undefined;
  if (standing) return guards.Paused(facts, state, machine) ? paused(facts) : refused(facts);
  const guard = awaitedGuard(machine, facts, state);
  const deadline = deadlineOf(facts, state);
  const expired = deadline <= facts.now;
  const byPerson = expired || waitingFor[guard] === "person";
  return {
    guard,
    for: byPerson ? "person" : waitingFor[guard],
    ...(guard === "FailureDecided" ? {} : { deadline, onExpiry: facts.onFailure }),
    ...wordsFor(guard, machine, facts, state),
    ...(expired || guard === "FailureDecided" ? {} : { wakeAt: deadline }),
  };
}

/** A refused plan is at rest until it is edited; what is wrong with it stays readable. */
function isRefusedAtRest({ refusal }: Facts, { step }: RolloutState): boolean {
  return step.outcome === "SpecInvalid" && refusal !== undefined;
}

function paused({ desired }: Facts): Waiting {
  const field = desired === "Hold" ? "spec.desired is Hold" : "spec.rolloutPlan.paused is true";
  return { guard: "Resumed", for: "person", text: `paused: ${field}`, remedy: "bellwether resume, or unset it" };
}

function refused({ refusal }: Facts): Waiting {
  return {
    guard: "SpecVerified",
    for: "person",
    text: refusal?.message ?? "",
    ...(refusal === undefined ? {} : { code: refusal.code, remedy: refusal.remedy }),
  };
}

function awaitedGuard(machine: MachineState, facts: Facts, state: RolloutState): AwaitedGuard {
  const holds = (guard: GuardName): boolean => guards[guard](facts, state, machine);
  for (const { from, when } of progress) {
    if (!from.includes(machine)) continue;
    const failing = when.find((guard) => !holds(guard));
    if (failing !== undefined && isAwaited(failing)) return failing;
  }
  return lastAwaited(machine);
}

/** For a state whose guards all hold, because its own write is still to be made. */
function lastAwaited(machine: MachineState): AwaitedGuard {
  const row = progress.findLast(({ from, when }) => from.includes(machine) && when.some(isAwaited));
  return row?.when.findLast(isAwaited) ?? "FailureDecided";
}

function isAwaited(guard: GuardName): guard is GuardName & AwaitedGuard {
  return guard in waitingFor;
}

/** What cannot come true while an obstacle stands in the way. */
const hindered: readonly AwaitedGuard[] = [
  "TargetLocated",
  "SpecVerified",
  "WorkloadClaimed",
  "BatchPodsReady",
  "PodsGone",
];

type Words = Pick<Waiting, "text" | "code" | "remedy">;

function wordsFor(guard: AwaitedGuard, machine: MachineState, facts: Facts, state: RolloutState): Words {
  if (facts.obstacle !== undefined && hindered.includes(guard)) {
    return { text: facts.obstacle.message, code: facts.obstacle.code, remedy: facts.obstacle.remedy };
  }
  return { text: sentence(guard, machine, facts, state) };
}

function sentence(guard: AwaitedGuard, machine: MachineState, facts: Facts, state: RolloutState): string {
  const { raise, lower } = positionOf(machine, facts, state);
  const left = lower.find((bound) => !isLowered(bound, facts)) ?? lower[0];
  const named = (side: PodsSide): string => (side === "abandoned" ? "other revisions" : facts[side]);
  switch (guard) {
    case "TargetLocated":
      return `the manifests of ${facts.target} are not on the cluster yet`;
    case "SpecVerified":
      return "the workload has not settled from its last change";
    case "WorkloadClaimed":
      return "the workload is not claimed yet";
    case "BatchPodsReady":
      return raise === undefined
        ? "pods are not ready yet"
        : `${Math.min(sideOf(facts, raise.side).ready, raise.pods)} of ${raise.pods} pods of ${named(raise.side)} ready`;
    case "PodsGone":
      return left === undefined
        ? "pods are not gone yet"
        : `${sideOf(facts, left.side).existing} pods of ${named(left.side)} are left, ${left.pods} may stay`;
    case "WorkloadReleased":
      return "the workload is not released yet";
    case "PartitionRaised":
      return `batch ${state.currentBatch + 1} is done; batchPartition is ${facts.batchPartition ?? "unset"}`;
    case "FailureDecided":
      return `batch ${state.currentBatch + 1} failed: its deadline passed; a person decides`;
    case "Resumed":
    case "EvidenceFresh":
    case "HostLeading":
      return "";
  }
}
