import type { KubeObject } from "@bellwether/core";

/** One committed write, as the history keeps it. */
export interface Change {
  readonly revision: number;
  readonly type: "ADDED" | "MODIFIED" | "DELETED";
  /** After the write; of a deletion the last state, at the deletion's revision. */
  readonly object: KubeObject;
  readonly previous?: KubeObject;
}

export type ChangeListener = (change: Change) => void;
