import { isTerminal, type ObservedRollout, type RecordedRollout, type WorkloadRef } from "@bellwether/core";
import type { RolloutSides } from "./rollout-sides.ts";

type Workloads = ObservedRollout["workload"];

/** Whether the memory names another pair than the spec, so that the recorded one is to be let go first. */
export function isOtherPair(recorded: RecordedRollout): boolean {
  const { lastTarget, lastSource } = recorded.status?.state ?? { lastTarget: "", lastSource: "" };
  const isOther = lastTarget !== recorded.target || (lastSource !== "" && lastSource !== recorded.source);
  return isUnderWay(recorded) && isOther;
}

/** From the moment when the revisions were read to the end: what is recorded is of this run. */
function isUnderWay({ status }: RecordedRollout): boolean {
  return status !== undefined && !isTerminal(status.state.rollingState) && status.state.lastTarget !== "";
}

/** The objects that a rollout works on: as rendered, or as recorded where the revisions are gone or others are ordered. */
export function workloadsOf(recorded: RecordedRollout, sides: RolloutSides | undefined, namespace: string): Workloads {
  if (sides === undefined || isOtherPair(recorded)) return recordedWorkloads(recorded, namespace);
  const { target, source, abandoned } = sides;
  return {
    target: withSeenUid(target.workloadRef, recorded),
    ...(source === undefined ? {} : { source: withSeenUid(source.workloadRef, recorded) }),
    ...(abandoned.length === 0 ? {} : { abandoned }),
  };
}

function recordedWorkloads(recorded: RecordedRollout, namespace: string): Workloads {
  if (!isUnderWay(recorded)) return undefined;
  const found = (role: "target" | "source"): WorkloadRef | undefined => {
    const workload = recorded.status?.workloads.find((one) => one.role === role);
    if (workload === undefined) return undefined;
    const { apiVersion, kind, name, revision, uid } = workload;
    return { apiVersion, kind, key: { namespace, name }, revision, ...(uid === undefined ? {} : { uid }) };
  };
  const target = found("target");
  const source = found("source");
  return target === undefined ? undefined : { target, ...(source === undefined ? {} : { source }) };
}

/** Under way, the workload is the one that was seen first, not another one of its name. */
function withSeenUid(ref: WorkloadRef, recorded: RecordedRollout): WorkloadRef {
  if (!isUnderWay(recorded)) return ref;
  const seen = recorded.status?.workloads.find(({ kind, name, revision }) => {
    return kind === ref.kind && name === ref.key.name && revision === ref.revision;
  });
  return seen?.uid === undefined ? ref : { ...ref, uid: seen.uid };
}
