import type { RolloutOwner } from "../extension-points/workload-adapter.ts";
import { keyText } from "../kube/kube-object.ts";

/** Says on a live workload whose template it has: the name of a revision, as in a rollout's spec. */
export const revisionAnnotation = "bellwether.dev/revision";

/** On a workload that a rollout has left where it was: a `HeldNote` as JSON. */
export const heldAnnotation = "bellwether.dev/held";

/** Why a workload rests where it does, and the commands that end that. */
export interface HeldNote {
  /** `Kind namespace/name` of the rollout that left it. */
  readonly rollout: string;
  /** Pods asked for on each side when it was left. */
  readonly position: Readonly<Record<string, number>>;
  /** Fields that the rollout has set and left set, by path. */
  readonly fields: Readonly<Record<string, unknown>>;
  readonly goOn: string;
  readonly goBack: string;
  readonly release: string;
}

export function heldNoteText(owner: RolloutOwner, note: Omit<HeldNote, "rollout">): string {
  return JSON.stringify({ rollout: `${owner.kind} ${keyText(owner.key)}`, ...note });
}
