import { isTerminal, type ObservedRollout, type RecordedRollout, type WorkloadRef } from "@bellwether/core";
import type { RolloutSides } from "./rollout-sides.ts";

type Workloads = ObservedRollout["workload"];

/** Whether the memory names another pair than the spec, so that the recorded one is to be let go first. */
export function isOtherPair({ target, source, status }: RecordedRollout): boolean {
  if (status === undefined || isTerminal(status.state.rollingState)) return false;
  const { lastTarget, lastSource } = status.state;
  return lastTarget !== "" && (lastTarget !== target || (lastSource !== "" && lastSource !== source));
}

/** The objects that a rollout works on: as rendered, or as recorded where the revisions are gone or others are ordered. */
export function workloadsOf(recorded: RecordedRollout, sides: RolloutSides | undefined, namespace: string): Workloads {
  if (sides === undefined || isOtherPair(recorded)) return recordedWorkloads(recorded, namespace);
  const { target, source } = sides;
  return {
    target: withSeenUid(target.workloadRef, recorded),
    ...(source === undefined ? {} : { source: withSeenUid(source.workloadRef, recorded) }),
  };
}

function recordedWorkloads({ status }: RecordedRollout, namespace: string): Workloads {
  const found = (role: "target" | "source"): WorkloadRef | undefined => {
    const workload = status?.workloads.find((one) => one.role === role);
    if (workload === undefined) return undefined;
    const { apiVersion, kind, name, revision, uid } = workload;
    return { apiVersion, kind, key: { namespace, name }, revision, ...(uid === undefined ? {} : { uid }) };
  };
  const target = found("target");
  const source = found("source");
  return target === undefined ? undefined : { target, ...(source === undefined ? {} : { source }) };
}

/** Under way, the workload is the one that was seen first, not another one of its name. */
function withSeenUid(ref: WorkloadRef, { status }: RecordedRollout): WorkloadRef {
  if (status === undefined || isTerminal(status.state.rollingState) || status.state.lastTarget === "") return ref;
  const seen = status.workloads.find(({ kind, name, revision }) => {
    return kind === ref.kind && name === ref.key.name && revision === ref.revision;
  });
  return seen?.uid === undefined ? ref : { ...ref, uid: seen.uid };
}
